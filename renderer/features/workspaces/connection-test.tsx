import { CircleCheck, PlugZap, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Endpoints } from '../../../shared/service/environment.ts';
import { namesCaseStatus } from '../../../shared/service/products.ts';
import { ask } from '../../app/ask.ts';
import { Button } from '../../ui/button.tsx';
import { ProblemMessage } from '../../ui/problem-message.tsx';
import { useAction } from '../../ui/use-action.ts';
import type { Credentials } from './credential-fields.tsx';
import './workspaces.css';

interface ConnectionTestProps {
  /** The workspace whose stored credentials are used when `credentials` is null. */
  readonly workspaceId: string | null;
  readonly endpoints: Endpoints;
  readonly credentials: Credentials | null;
  readonly label?: string;
  readonly isDisabled: boolean;
}

/** Asks the token endpoint whether the credentials are good, and shows what they open. */
export function ConnectionTest({ workspaceId, endpoints, credentials, label, isDisabled }: ConnectionTestProps) {
  const { t } = useTranslation('workspaces');
  const test = useAction(() => ask('workspaces.test_connection', { id: workspaceId, endpoints, credentials }));
  return (
    <div className="stack">
      <div>
        <Button
          icon={PlugZap}
          isDisabled={isDisabled}
          isPending={test.state.kind === 'busy'}
          onPress={() => void test.run()}
        >
          {test.state.kind === 'busy' ? t('connection.testing') : (label ?? t('connection.test'))}
        </Button>
      </div>
      <div role="status" className="stack live">
        {test.state.kind === 'done' && <Products names={test.state.value.products} />}
        {test.state.kind === 'failed' && <ProblemMessage problem={test.state.problem} />}
      </div>
    </div>
  );
}

/** What USCIS granted to the key, and a warning where that is not what the calls need. */
function Products({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation('workspaces');
  return (
    <>
      <p className="line-with-icon good">
        <CircleCheck aria-hidden size={16} />
        {t('connection.good')}
      </p>
      {names.length === 0 ? (
        <p>{t('connection.noProducts')}</p>
      ) : (
        <div>
          <p className="strong">{t('connection.products')}</p>
          <ul className="bullets">
            {names.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </div>
      )}
      {namesCaseStatus(names) === false && (
        <p className="line-with-icon warning">
          <TriangleAlert aria-hidden size={16} />
          {t('connection.noCaseStatus')}
        </p>
      )}
    </>
  );
}
