using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Tests.Support;

namespace AiInfra.Serving.Tests.Deployments;

/// <summary>Bytes a prediction leaves to the garbage collector. The figures are the results themselves: id, record, rows and values.</summary>
public sealed class AllocationTests : IDisposable
{
    private const int Calls = 2000;
    private readonly TestStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Typed_Direct_AllocatesIdRecordAndVectorOnly()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { IdPrefix = "p" }, null, TestModels.Mlp());
        Predictor<In, Out> predictor = d.Typed<In, Out>();
        var request = new In(new float[64]);
        for (int i = 0; i < 200; i++)
        {
            await predictor.PredictAsync(request);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            ValueTask<TypedPrediction<Out>> task = predictor.PredictAsync(request);
            Assert.True(task.IsCompletedSuccessfully);
        }

        // Id 40, record 24, array of two floats 32.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls, 1, 104);
    }

    [Fact]
    public async Task Row_Direct_AllocatesPredictionRowAndValuesOnly()
    {
        await using Deployment d = await _store.DeployAsync(new DeploymentOptions { IdPrefix = "p" }, null, TestModels.Raw());
        Row row = TestRows.Raw(3, "red", DateTime.UnixEpoch);
        for (int i = 0; i < 200; i++)
        {
            await d.PredictAsync(row);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++)
        {
            ValueTask<RowPrediction> task = d.PredictAsync(row);
            Assert.True(task.IsCompletedSuccessfully);
        }

        // Id 40, prediction 128, row 32, three values 96.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls, 1, 304);
    }

    private sealed record In(float[] Input);

    private sealed record Out(float[] Probability);
}
