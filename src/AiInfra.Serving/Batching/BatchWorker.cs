namespace AiInfra.Serving.Batching;

/// <summary>Calls the model on the thread pool, one batch after the other while there are any.</summary>
internal sealed class BatchWorker(Batcher batcher) : IThreadPoolWorkItem
{
    private readonly List<BatchItem> _expired = [];

    public void Execute()
    {
        BatchRun run = batcher.Rent();
        while (batcher.TryTake(this, run, _expired, out int rows))
        {
            foreach (BatchItem item in _expired)
            {
                item.Fail(new RequestTimeoutException(item.Timeout));
            }

            _expired.Clear();
            if (run.Items.Count > 0 && run.Run(rows))
            {
                if (batcher.TryHandOver())
                {
                    // More waits: the model goes on here while another thread answers.
                    ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
                    run = batcher.Rent();
                }
                else
                {
                    run.Answer();
                }
            }
        }
    }
}
