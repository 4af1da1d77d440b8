/** What Node calls a request to the disk that somebody waits for, a file that is being closed too. */
const DISK: ReadonlySet<string> = new Set(['FSReqPromise', 'CloseReq']);

/** Lets every promise that can settle do so. However long the disk takes, no time goes by on a clock that a test moves. */
export async function settled(): Promise<void> {
  do {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  } while (process.getActiveResourcesInfo().some((name) => DISK.has(name)));
}
