using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Batching;

/// <summary>Many callers who cancel, give up, ask for nonsense and come again, while versions change. With AIINFRA_SOAK=1 for 20 seconds.</summary>
public sealed class BatcherStress
{
    private const int Writers = 64;
    private static readonly bool Soak = Environment.GetEnvironmentVariable("AIINFRA_SOAK") == "1";
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(Soak ? 20 : 1);

    [Fact]
    public async Task RunAsync_RandomCancellationsTimeoutsAndPoison_EveryRequestIsAnsweredOnce()
    {
        using DelegateModel model = Squares();
        var batcher = new Batcher(model, new BatchOptions { MaxSize = 16, MaxQueuedRows = 48, Instances = 2, MaxInstances = 3 });
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        using var stop = new CancellationTokenSource(Length);
        Outcomes[] all = await Task.WhenAll(Enumerable.Range(0, Writers).Select(w => Task.Run(() => WriteAsync(lane, w, stop.Token))));
        await batcher.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
        BatchStatistics counts = batcher.Statistics;
        Assert.Equal(
            (all.Sum(o => o.Answered), all.Sum(o => o.Failed), all.Sum(o => o.Refused), all.Sum(o => o.Expired), 0, 0),
            (counts.Answered, counts.Failed, counts.Rejected, counts.Expired, counts.Queued, counts.Running));
        Assert.InRange(counts.Cancelled, 0, all.Sum(o => o.Cancelled));
        Assert.All(all, o => Assert.True(o.Answered > 0));
    }

    [Fact]
    public async Task PredictAsync_VersionsChangeUnderRandomCancellations_NobodyIsLeftInside()
    {
        using var store = new TestStore();
        Deployment d = await store.DeployAsync(new DeploymentOptions { Batching = new BatchOptions { MaxSize = 32 } }, null, TestModels.Scale(1), TestModels.Scale(2));
        Predictor<In, Out> predictor = d.Typed<In, Out>();
        using var stop = new CancellationTokenSource(Length);
        Task<long>[] callers = [.. Enumerable.Range(0, Writers).Select(w => Task.Run(() => CallAsync(predictor, w, stop.Token)))];
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            await d.PromoteAsync(1 + ((i + 1) % 2), "a", "r");
            await Task.Delay(5);
        }

        Assert.All(await Task.WhenAll(callers), answered => Assert.True(answered > 0));
        Assert.All(d.View().Versions, v => Assert.Equal(0, v.InFlight));
        await d.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(2));
    }

    private static DelegateModel Squares()
    {
        var signature = new ModelSignature([new TensorSpec("x", TensorType.Float64, [-1, 1], ["N", null])], [new TensorSpec("value", TensorType.Float64, [-1, 1], ["N", null])]);
        return new DelegateModel(signature, slot =>
        {
            Span<double> y = slot.Outputs[0].Span<double>();
            for (int i = 0; i < y.Length; i++)
            {
                double x = slot.Inputs[0].Span<double>()[i];
                y[i] = x >= 0 ? x * x : throw new InferenceException("poison");
            }
        });
    }

    private static async Task<Outcomes> WriteAsync(BatchLane<double[], double[]> lane, int writer, CancellationToken stop)
    {
        var random = new Random(writer);
        var seen = new Outcomes();
        while (!stop.IsCancellationRequested || seen.Answered == 0)
        {
            double[] request = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (double)random.Next(1_000_000))];
            request[0] = random.Next(200) switch { 0 => -1, 1 => double.NaN, _ => request[0] };
            using CancellationTokenSource? cancel = random.Next(3) == 0 ? new CancellationTokenSource() : null;
            try
            {
                ValueTask<double[]> task = lane.RunAsync(request, (BatchPriority)random.Next(3), random.Next(4) == 0 ? TimeSpan.FromMicroseconds(random.Next(2000)) : null, cancel?.Token ?? default);
                Task cancelling = cancel is null ? Task.CompletedTask : random.Next(2) == 0 ? cancel.CancelAsync() : Task.Run(cancel.Cancel, CancellationToken.None);
                try
                {
                    Assert.Equal(request.Select(x => x * x), await task);
                    seen.Answered++;
                }
                finally
                {
                    await cancelling;
                }
            }
            catch (OperationCanceledException)
            {
                seen.Cancelled++;
            }
            catch (RequestTimeoutException)
            {
                seen.Expired++;
            }
            catch (QueueFullException)
            {
                seen.Refused++;
                await Task.Yield();
            }
            catch (Exception e) when (e is InferenceException or InferenceRequestException)
            {
                Assert.True(request[0] is -1 or double.NaN);
                seen.Failed++;
            }
        }

        return seen;
    }

    private static async Task<long> CallAsync(Predictor<In, Out> predictor, int writer, CancellationToken stop)
    {
        var random = new Random(writer);
        long answered = 0;
        while (!stop.IsCancellationRequested || answered == 0)
        {
            double x = random.Next(1_000_000);
            using CancellationTokenSource? cancel = random.Next(3) == 0 ? new CancellationTokenSource(TimeSpan.FromMicroseconds(random.Next(500))) : null;
            try
            {
                TypedPrediction<Out> p = await predictor.PredictAsync(new In(x), null, cancel?.Token ?? default);
                Assert.Equal(p.Version * x, p.Output.Value);
                answered++;
            }
            catch (OperationCanceledException)
            {
                await Task.Yield();
            }
        }

        return answered;
    }

    private sealed record In(double X);

    private sealed record Out(double Value);

    private sealed class Outcomes
    {
        public long Answered { get; set; }

        public long Failed { get; set; }

        public long Refused { get; set; }

        public long Expired { get; set; }

        public long Cancelled { get; set; }
    }
}
