using AiInfra.Serving.Batching;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Batching;

/// <summary>
/// Bytes that a batched request leaves to the garbage collector. Answers come from other threads, so the whole process is counted:
/// alone, after the parallel tests, and the least of several rounds, for whatever else allocates can only add to a round.
/// </summary>
[Collection(Alone)]
public sealed class LaneAllocationTests
{
    internal const string Alone = "Counts the bytes of the whole process";
    private const int Callers = 32;

    [Fact]
    public async Task Lane_Batched_AllocatesTheResultOnly()
    {
        using var model = new GatedModel();
        await using var batcher = new Batcher(model.Model);
        BatchLane<double[], double[]> lane = batcher.Lane(new NumbersCodec());
        double[] request = [1];
        var waiting = new ValueTask<double[]>[Callers];
        await BytesAsync(100);
        double least = double.PositiveInfinity;
        for (int round = 0; round < 10; round++)
        {
            least = Math.Min(least, await BytesAsync(60));
        }

        // The array of one double is 32, and nothing else is left in a quiet round.
        Assert.InRange(least, 32, 64);

        async Task<double> BytesAsync(int batches)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int b = 0; b < batches; b++)
            {
                for (int i = 0; i < Callers; i++)
                {
                    waiting[i] = lane.RunAsync(request);
                }

                foreach (ValueTask<double[]> task in waiting)
                {
                    await task;
                }
            }

            return (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(batches * Callers);
        }
    }

    [CollectionDefinition(Alone, DisableParallelization = true)]
    public sealed class AloneCollection;
}
