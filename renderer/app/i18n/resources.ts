import activityEn from '../../../shared/locales/en/activity.json' with { type: 'json' };
import backupsEn from '../../../shared/locales/en/backups.json' with { type: 'json' };
import bundlesEn from '../../../shared/locales/en/bundles.json' with { type: 'json' };
import caseEn from '../../../shared/locales/en/case.json' with { type: 'json' };
import casesEn from '../../../shared/locales/en/cases.json' with { type: 'json' };
import commonEn from '../../../shared/locales/en/common.json' with { type: 'json' };
import holdingsEn from '../../../shared/locales/en/holdings.json' with { type: 'json' };
import inboxEn from '../../../shared/locales/en/inbox.json' with { type: 'json' };
import ledgerEn from '../../../shared/locales/en/ledger.json' with { type: 'json' };
import problemsEn from '../../../shared/locales/en/problems.json' with { type: 'json' };
import retentionEn from '../../../shared/locales/en/retention.json' with { type: 'json' };
import securityEn from '../../../shared/locales/en/security.json' with { type: 'json' };
import settingsEn from '../../../shared/locales/en/settings.json' with { type: 'json' };
import simulatorEn from '../../../shared/locales/en/simulator.json' with { type: 'json' };
import titlesEn from '../../../shared/locales/en/titles.json' with { type: 'json' };
import trashEn from '../../../shared/locales/en/trash.json' with { type: 'json' };
import welcomeEn from '../../../shared/locales/en/welcome.json' with { type: 'json' };
import workspacesEn from '../../../shared/locales/en/workspaces.json' with { type: 'json' };
import activityEs from '../../../shared/locales/es/activity.json' with { type: 'json' };
import backupsEs from '../../../shared/locales/es/backups.json' with { type: 'json' };
import bundlesEs from '../../../shared/locales/es/bundles.json' with { type: 'json' };
import caseEs from '../../../shared/locales/es/case.json' with { type: 'json' };
import casesEs from '../../../shared/locales/es/cases.json' with { type: 'json' };
import commonEs from '../../../shared/locales/es/common.json' with { type: 'json' };
import holdingsEs from '../../../shared/locales/es/holdings.json' with { type: 'json' };
import inboxEs from '../../../shared/locales/es/inbox.json' with { type: 'json' };
import ledgerEs from '../../../shared/locales/es/ledger.json' with { type: 'json' };
import problemsEs from '../../../shared/locales/es/problems.json' with { type: 'json' };
import retentionEs from '../../../shared/locales/es/retention.json' with { type: 'json' };
import securityEs from '../../../shared/locales/es/security.json' with { type: 'json' };
import settingsEs from '../../../shared/locales/es/settings.json' with { type: 'json' };
import simulatorEs from '../../../shared/locales/es/simulator.json' with { type: 'json' };
import titlesEs from '../../../shared/locales/es/titles.json' with { type: 'json' };
import trashEs from '../../../shared/locales/es/trash.json' with { type: 'json' };
import welcomeEs from '../../../shared/locales/es/welcome.json' with { type: 'json' };
import workspacesEs from '../../../shared/locales/es/workspaces.json' with { type: 'json' };

const en = {
  activity: activityEn,
  backups: backupsEn,
  bundles: bundlesEn,
  case: caseEn,
  cases: casesEn,
  common: commonEn,
  holdings: holdingsEn,
  inbox: inboxEn,
  ledger: ledgerEn,
  problems: problemsEn,
  retention: retentionEn,
  security: securityEn,
  settings: settingsEn,
  simulator: simulatorEn,
  titles: titlesEn,
  trash: trashEn,
  welcome: welcomeEn,
  workspaces: workspacesEn,
};

/** The page's words: one namespace per file. Spanish must have the shape of English, or this does not compile. */
export type Words = typeof en;

const es: Words = {
  activity: activityEs,
  backups: backupsEs,
  bundles: bundlesEs,
  case: caseEs,
  cases: casesEs,
  common: commonEs,
  holdings: holdingsEs,
  inbox: inboxEs,
  ledger: ledgerEs,
  problems: problemsEs,
  retention: retentionEs,
  security: securityEs,
  settings: settingsEs,
  simulator: simulatorEs,
  titles: titlesEs,
  trash: trashEs,
  welcome: welcomeEs,
  workspaces: workspacesEs,
};

export const resources = { en, es };
export type Language = keyof typeof resources;
