using System.Diagnostics;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;

namespace AiInfra.Benchmarks.Ratios;

/// <summary>256 callers, each asking for one row after the other, through a deployment that batches.</summary>
internal sealed class InferCrowd : IAsyncDisposable
{
    private const int Callers = 256;
    private const int CallsEach = 400;
    private readonly InferHost _host = new();
    private Predictor<InferRequest, InferAnswer>? _predictor;

    public InferRequest[] Requests { get; } = [.. InferModel.Rows(Callers).Select(r => new InferRequest(r))];

    /// <summary>Mean rows of a batch in the last run.</summary>
    public double MeanBatch { get; private set; }

    public async Task StartAsync(byte[] model)
    {
        // One call at a time, as the other side: what the second core does here is the callers' own work.
        await _host.StartAsync(model, new BatchOptions { MaxSize = 128, Instances = 1, MaxInstances = 1 });
        _predictor = _host.Predictor;
    }

    /// <summary>Seconds a row.</summary>
    public async Task<double> RunAsync()
    {
        BatchStatistics before = Statistics;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Requests.Select(r => Task.Run(() => CallerAsync(r))));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        BatchStatistics after = Statistics;
        MeanBatch = (double)(after.Rows - before.Rows) / (after.Batches - before.Batches);
        return seconds / (Callers * CallsEach);
    }

    private BatchStatistics Statistics => _host.Deployment.View().Versions[0].Batches!;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private async Task CallerAsync(InferRequest request)
    {
        float sum = 0;
        for (int i = 0; i < CallsEach; i++)
        {
            sum += (await _predictor!.PredictAsync(request)).Output.Probability[0];
        }

        if (!float.IsFinite(sum))
        {
            throw new InvalidOperationException("The model's answers are not finite.");
        }
    }
}
