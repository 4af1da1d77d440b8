import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './button.tsx';
import './overlay.css';

interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  /** Its answer matters: a click beside it does not close it. */
  readonly role?: 'dialog' | 'alertdialog';
}

/** A window over the page. It keeps the focus and gives it back; Escape closes it. */
export function Dialog({ isOpen, onClose, title, children, actions, wide = false, role = 'dialog' }: DialogProps) {
  return (
    <ModalOverlay
      className="scrim"
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={role === 'dialog'}
    >
      <Modal className={`modal ${wide ? 'modal-wide' : 'modal-normal'}`}>
        <AriaDialog className="dialog" role={role}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          <div className="dialog-body">{children}</div>
          {actions !== undefined && <div className="dialog-actions">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface AlertDialogProps extends Pick<DialogProps, 'isOpen' | 'onClose' | 'title' | 'children'> {
  /** What the button that goes on says: the deed, never "OK". */
  readonly confirm: string;
  readonly onConfirm: () => void;
  readonly isDanger?: boolean;
  readonly isPending?: boolean;
}

/** Asks before something that matters. The focus begins on Cancel. */
export function AlertDialog({ confirm, onConfirm, isDanger = false, isPending = false, ...rest }: AlertDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      {...rest}
      role="alertdialog"
      actions={
        <>
          <Button autoFocus onPress={rest.onClose}>
            {t('action.cancel')}
          </Button>
          <Button look={isDanger ? 'danger' : 'primary'} onPress={onConfirm} isPending={isPending}>
            {confirm}
          </Button>
        </>
      }
    />
  );
}
