// <readme> docs/loading.md 1
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Encoders;
using AiInfra.Training.Loading;
using AiInfra.Training.Loop;
using AiInfra.Training.Runtime;
using AiInfra.Training.Tasks;
using static TorchSharp.torch;
// </readme>
using AiInfra.Readmes;
using AiInfra.Sqlite;
using TorchSharp.Modules;

namespace Readmes;

/// <summary>Block 1 of docs/loading.md.</summary>
[Collection(ReadmeFolder.Alone)]
public sealed class LoadingPageTests
{
    [Fact]
    public async Task Page_Dataset_IsTrainedOn()
    {
        using var folder = new ReadmeFolder();
        using AiInfraStore store = AiInfraStore.Open("data");
        var datasets = new DatasetRepository(store.Catalog, store.Artifacts);
        double[] rooms = [.. Enumerable.Range(0, 1000).Select(i => (double)(i % 7))];
        var schema = new RowSchema([new Column("Rooms", ValueKind.Number), new Column("City", ValueKind.Text), new Column("Price", ValueKind.Number)]);
        await using (DatasetWriter writer = datasets.CreateWriter("houses", schema))
        {
            await writer.AppendAsync(new RowBatch(schema, [new NumberColumn(rooms), TextColumn.Of([.. rooms.Select(r => r > 3 ? "Bern" : "Basel")]), new NumberColumn([.. rooms.Select(r => r * 2)])]));
            await writer.CommitAsync();
        }

        using Linear network = nn.Linear(10, 1);
        nn.init.zeros_(network.weight!);
        nn.init.zeros_(network.bias!);

        // <readme> docs/loading.md 1
        // Given: DatasetRepository datasets; nn.Module<Tensor, Tensor> network
        Libtorch.Load();
        Dataset houses = await datasets.OpenAsync("houses");
        TableEncoder encoder = await TableEncoder.FitAsync(houses.Schema.Without("Price"), houses.ReadBatchesAsync());
        Batch Convert(RowBatch rows)
        {
            float[] features = new float[rows.Count * encoder.Width];
            encoder.Encode(rows, features, new long[rows.Count * encoder.CategorySizes.Count]);
            return new Batch(tensor(features, [rows.Count, encoder.Width]), tensor(rows.Numbers("Price"), ScalarType.Float32).unsqueeze(1));
        }

        var training = new DatasetSource(houses, Convert, new DatasetSourceOptions { BatchSize = 512, ShuffleSeed = 1 }).Prefetch();
        await new Trainer(new TrainingTask(network, Losses.MeanSquaredError()), new TrainerOptions { Epochs = 10 }).FitAsync(training);
        // </readme>

        Assert.Equal(10, encoder.Width);
        await foreach (RowBatch rows in houses.ReadBatchesAsync())
        {
            using Batch batch = Convert(rows);
            using Tensor off = nn.functional.mse_loss(network.call(batch.Input), batch.Target!), untrained = batch.Target!.square().mean();
            Assert.True(off.item<float>() < untrained.item<float>());
        }
    }
}
