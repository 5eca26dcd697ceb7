namespace AiInfra.Serving.Batching;

/// <summary>Calls the model on the thread pool, one batch after the other while there are any.</summary>
internal sealed class BatchWorker(Batcher batcher) : IThreadPoolWorkItem
{
    private readonly List<BatchItem> _expired = [];

    public void Execute()
    {
        BatchRun run = batcher.Rent();
        BatchAnswers? answers = null;
        while (batcher.TryTake(this, run, _expired, out int rows))
        {
            Pass(ref answers);
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
                    answers = run.Read();
                }
            }
        }

        // This worker rests already: what callers do now holds up no batch.
        answers?.Execute();
    }

    /// <summary>Somebody came while results were read: another thread answers.</summary>
    private static void Pass(ref BatchAnswers? answers)
    {
        if (answers is not null)
        {
            ThreadPool.UnsafeQueueUserWorkItem(answers, preferLocal: false);
            answers = null;
        }
    }
}
