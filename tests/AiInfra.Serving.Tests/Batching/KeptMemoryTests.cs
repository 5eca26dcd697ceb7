using System.Diagnostics;
using AiInfra.Serving.Batching;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Batching;

/// <summary>What a service holds after many predictions. The heap is the process's: it is weighed alone, and with AIINFRA_SOAK=1 after a million.</summary>
[Collection(LaneAllocationTests.Alone)]
public sealed class KeptMemoryTests
{
    private const int Rounds = 5;
    private static readonly long s_calls = Environment.GetEnvironmentVariable("AIINFRA_SOAK") == "1" ? 1_000_000 : 30_000;

    [Fact]
    public async Task PredictAsync_MillionTimes_KeepsNoMemory()
    {
        using var store = new TestStore();
        await using Deployment d = await store.DeployAsync(new DeploymentOptions { Batching = new BatchOptions { MaxSize = 64 } }, null, TestModels.Raw());
        await AskAsync(d, 20_000);
        (long managed, long native) = Memory();
        (long Managed, long Native) least = (long.MaxValue, long.MaxValue);

        // What each prediction leaves behind is added in every round; what the collector or an earlier test did is not.
        for (int i = 0; i < Rounds; i++)
        {
            await AskAsync(d, s_calls);
            (long managedNow, long nativeNow) = Memory();
            least = (Math.Min(least.Managed, managedNow - managed), Math.Min(least.Native, nativeNow - native));
            (managed, native) = (managedNow, nativeNow);
        }

        Assert.True(least.Managed < 16 * s_calls, $"{(double)least.Managed / s_calls:F0} bytes of managed memory stay of every prediction.");
        Assert.True(least.Native < 128 * s_calls, $"{(double)least.Native / s_calls:F0} bytes of native memory stay of every prediction.");
    }

    /// <summary>What is alive, and what the process holds beside the collector's heap.</summary>
    private static (long Managed, long Native) Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(true), process.WorkingSet64 - GC.GetGCMemoryInfo().TotalCommittedBytes);
    }

    private static Task AskAsync(Deployment d, long times) => Task.WhenAll(Enumerable.Range(0, 16).Select(w => Task.Run(async () =>
    {
        for (long i = w; i < times; i += 16)
        {
            await d.PredictAsync(TestRows.Raw(i % 9, i % 2 == 0 ? "red" : $"color {i % 50}", DateTime.UnixEpoch));
        }
    })));
}
