import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FileHolding, FileKind } from '../../../shared/contract/holdings.ts';
import { CLEARED } from '../../../shared/contract/page-lists.ts';
import { useFormats, useLanguage } from '../../app/i18n/formats.ts';
import { bytesInWords } from '../workspaces/bytes.ts';
import { ClearButton } from './clear-button.tsx';

interface FileRowsProps {
  readonly files: readonly FileHolding[];
  /** The id of the workspace that they are of; null: of none. */
  readonly workspace: string | null;
  /** What can be done elsewhere, by kind. */
  readonly deeds?: Partial<Record<FileKind, ReactNode>>;
  /** More to say of a kind than it always is. */
  readonly more?: Partial<Record<FileKind, ReactNode>>;
}

export function FileRows({ files, workspace, deeds = {}, more = {} }: FileRowsProps) {
  const { t } = useTranslation('holdings');
  const formats = useFormats();
  const language = useLanguage();
  return files.map((held) => {
    const cleared = CLEARED.find((each) => each === held.kind);
    return (
      <tr key={held.kind}>
        <th scope="row">
          {t(`files.${held.kind}.name`)}
          <span className="quiet holdings-what">{t(`files.${held.kind}.what`)}</span>
          {more[held.kind]}
        </th>
        <td className="numbers holdings-number">{formats.number(held.files)}</td>
        <td className="numbers holdings-number">{bytesInWords(held.bytes, language)}</td>
        <td>
          {deeds[held.kind]}
          {cleared !== undefined && <ClearButton what={cleared} held={held} workspace={workspace} />}
        </td>
      </tr>
    );
  });
}
