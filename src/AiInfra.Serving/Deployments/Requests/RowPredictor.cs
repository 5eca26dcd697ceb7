using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Telemetry;

namespace AiInfra.Serving.Deployments.Requests;

/// <summary>Rows in, predictions out.</summary>
internal sealed class RowPredictor(string deployment, RequestRouter router, SignalPublisher publisher, ServingTelemetry telemetry, TimeProvider time)
{
    private readonly RowAccess _row = new();
    private readonly RowsAccess _rows = new();

    public ValueTask<RowPrediction> PredictAsync(Row row, PredictOptions? options, CancellationToken cancellationToken)
    {
        if (telemetry.Activities.HasListeners())
        {
            return TracedAsync(row, options, cancellationToken);
        }

        ValueTask<Row> task = router.StartAsync(_row, row, options, out RequestLease lease, cancellationToken);
        return task.IsCompletedSuccessfully ? new ValueTask<RowPrediction>(publisher.Publish(router.Leave(lease, task.Result), row)) : AwaitAsync(lease, task, row);
    }

    /// <summary>Many rows, in requests of at most a batch, several at once. When one request fails, the others are still run.</summary>
    public async Task<IReadOnlyList<RowPrediction>> PredictManyAsync(IReadOnlyList<Row> rows, PredictOptions? options, RequestPipeline? pipeline, CancellationToken cancellationToken)
    {
        Row[] all = [.. rows];
        (int size, int atOnce) = router.Parts;
        using Activity? activity = telemetry.Start("predict", deployment);
        var results = new RowPrediction[all.Length];
        int parts = (all.Length + size - 1) / size;
        int next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(parts, atOnce)).Select(_ => WorkAsync())).ConfigureAwait(false);
        return results;

        async Task WorkAsync()
        {
            Exception? failure = null;
            for (int part = Interlocked.Increment(ref next); part < parts; part = Interlocked.Increment(ref next))
            {
                int first = part * size;
                var segment = new ArraySegment<Row>(all, first, Math.Min(size, all.Length - first));
                try
                {
                    RowPrediction[] answers = pipeline is null
                        ? (await PredictPartAsync(segment, first, options, activity, cancellationToken).ConfigureAwait(false)).Predictions
                        : await pipeline.SendAsync<RowPrediction[]>(new RowsModelRequest(pipeline, this, segment, first), options, cancellationToken).ConfigureAwait(false);
                    answers.CopyTo(results, first);
                }
                catch (Exception e)
                {
                    failure ??= e;
                }
            }

            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
    }

    /// <summary>One request of several rows, of which the first has the given number among the caller's.</summary>
    public async ValueTask<(string Id, RowPrediction[] Predictions)> PredictPartAsync(ArraySegment<Row> rows, int first, PredictOptions? options, Activity? activity, CancellationToken cancellationToken)
    {
        Answer<Row[]> answer = await router.AskAsync(_rows, rows, options, cancellationToken, activity).ConfigureAwait(false);
        string id = answer.Id.ToString();
        var predictions = new RowPrediction[rows.Count];
        for (int i = 0; i < predictions.Length; i++)
        {
            predictions[i] = publisher.Publish(answer, rows[i], answer.Result[i], $"{id}#{first + i}");
        }

        return (id, predictions);
    }

    /// <summary>An answer that no version gave.</summary>
    public RowPrediction MadeUp(RequestPipeline pipeline, Row inputs, Row outputs, string id) => new()
    {
        Id = id,
        Deployment = deployment,
        Model = pipeline.Model,
        Version = 0,
        Role = PredictionRole.Champion,
        At = time.GetUtcNow(),
        Inputs = inputs,
        Outputs = outputs,
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<RowPrediction> AwaitAsync(RequestLease lease, ValueTask<Row> task, Row row)
    {
        Row outputs;
        try
        {
            outputs = await task.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            router.Fail(lease, e);
            throw;
        }

        return publisher.Publish(router.Leave(lease, outputs), row);
    }

    private async ValueTask<RowPrediction> TracedAsync(Row row, PredictOptions? options, CancellationToken cancellationToken)
    {
        using Activity? activity = telemetry.Start("predict", deployment);
        Answer<Row> answer = await router.AskAsync(_row, row, options, cancellationToken, activity).ConfigureAwait(false);
        return publisher.Publish(answer, row);
    }
}
