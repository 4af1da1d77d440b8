import { Archive, Check, ChevronsUpDown, Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover, Separator } from 'react-aria-components';
import type { WorkspaceView } from '../../../shared/contract/workspaces.ts';
import { useAppState, useWorkspace } from '../../app/app-state.ts';
import { ask } from '../../app/ask.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useReportProblem } from '../../ui/report-problem.ts';
import { BackupDialog } from './backup-dialog.tsx';
import { RemoveDialog } from './remove-dialog.tsx';
import { RenameDialog } from './rename-dialog.tsx';
import '../../ui/overlay.css';
import './workspaces.css';

type Asked = { readonly dialog: 'rename' | 'back_up' | 'remove'; readonly workspace: WorkspaceView } | null;

/** Which workspace is shown, with the way to the others and what can be done with this one. For the shell's navigation. */
export function WorkspaceSwitcher() {
  const { t } = useTranslation('workspaces');
  const { workspaces } = useAppState();
  const { go } = useNavigation();
  const current = useWorkspace();
  const report = useReportProblem();
  const [asked, setAsked] = useState<Asked>(null);

  const open = async (id: string): Promise<void> => {
    if (id === current?.id) return;
    const opened = await ask('workspaces.open', { id });
    // A workspace that cannot be opened has a screen of its own, which says why.
    if (!opened.ok && opened.problem.kind === 'no_workspace') report(opened.problem);
  };
  const words = (workspace: WorkspaceView): string => t(`environment.${workspace.environment}`);
  const close = (): void => setAsked(null);

  return (
    <>
      <MenuTrigger>
        <Button className="switcher">
          <span className="switcher-words">
            <span className="sr-only">{t('switcher.label')} </span>
            <span className="switcher-name cut">{current?.name ?? t('switcher.none')}</span>
            {current !== null && <span className="quiet cut">{words(current)}</span>}
          </span>
          <ChevronsUpDown aria-hidden size={16} />
        </Button>
        <Popover className="popover switcher-menu" placement="bottom start">
          <Menu aria-label={t('switcher.list')}>
            <MenuSection
              selectionMode="single"
              selectedKeys={current === null ? [] : [current.id]}
              aria-label={t('switcher.list')}
            >
              {workspaces.map((workspace) => (
                <MenuItem
                  key={workspace.id}
                  id={workspace.id}
                  textValue={`${workspace.name}, ${words(workspace)}`}
                  className="option"
                  onAction={() => void open(workspace.id)}
                >
                  {({ isSelected }) => (
                    <>
                      <span className="option-check">{isSelected && <Check aria-hidden size={16} />}</span>
                      <span className="option-words">
                        <span className="cut">{workspace.name}</span>
                        <span className="quiet">
                          {words(workspace)} · {t(`environmentHelp.${workspace.environment}`)}
                        </span>
                      </span>
                    </>
                  )}
                </MenuItem>
              ))}
            </MenuSection>
            <Separator className="menu-separator" />
            <MenuItem className="option" textValue={t('switcher.new')} onAction={() => go({ screen: 'welcome' })}>
              <Plus aria-hidden size={16} />
              {t('switcher.new')}
            </MenuItem>
            {current !== null && <Separator className="menu-separator" />}
            {current !== null && (
              <MenuSection>
                <Header className="switcher-heading cut">{current.name}</Header>
                <MenuItem
                  className="option"
                  textValue={t('switcher.rename')}
                  onAction={() => setAsked({ dialog: 'rename', workspace: current })}
                >
                  <Pencil aria-hidden size={16} />
                  {t('switcher.rename')}
                </MenuItem>
                <MenuItem
                  className="option"
                  textValue={t('switcher.backUp')}
                  onAction={() => setAsked({ dialog: 'back_up', workspace: current })}
                >
                  <Archive aria-hidden size={16} />
                  {t('switcher.backUp')}
                </MenuItem>
                <MenuItem
                  className="option"
                  data-danger
                  textValue={t('switcher.remove')}
                  onAction={() => setAsked({ dialog: 'remove', workspace: current })}
                >
                  <Trash2 aria-hidden size={16} />
                  {t('switcher.remove')}
                </MenuItem>
              </MenuSection>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      {asked?.dialog === 'rename' && <RenameDialog workspace={asked.workspace} onClose={close} />}
      {asked?.dialog === 'back_up' && <BackupDialog workspace={asked.workspace} onClose={close} />}
      {asked?.dialog === 'remove' && <RemoveDialog workspace={asked.workspace} onClose={close} />}
    </>
  );
}
