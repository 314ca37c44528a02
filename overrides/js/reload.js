// Live reload for authors; only `make serve` puts it on a page.
const epoch = document.currentScript?.dataset.epoch;

async function poll() {
  for (;;) {
    try {
      const answer = await fetch(`/livereload/${epoch}/${Math.round(performance.timeOrigin)}`);
      if (answer.ok && Number(await answer.text()) > Number(epoch)) {
        location.reload();
        return;
      }
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

poll();
