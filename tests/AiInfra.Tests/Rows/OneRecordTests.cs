using System.ComponentModel.DataAnnotations.Schema;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Evaluation;
using AiInfra.Evaluation.Reports;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Rows;
using AiInfra.Serving.Runtimes;
using AiInfra.Serving.Typed;
using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Testing;
using AiInfra.Training.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.Tests.Rows;

/// <summary>One record, whose columns have names that no property can have, through every package.</summary>
public sealed class OneRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly AiInfraStore _store;

    public OneRecordTests() => _store = AiInfraStore.Open(_folder);

    public enum Wood
    {
        Oak,
        Pine,
    }

    public sealed record Plank(
        [property: Column("length-cm")] double Length, [property: Column("wood type")] Wood? Wood, DateOnly Cut, [property: Column("is treated?")] bool Treated, [property: Column("price (EUR)")] double Price);

    public sealed record Quote([property: Column("value")] double Euros);

    public sealed record Guess([property: Column("label")] bool Treated);

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task OneRecord_FileCommitTrainingRequestJsonAndRecording_HasOneShape()
    {
        Plank[] planks = Planks(240);
        string csv = Path.Combine(_folder, "planks.csv");
        await File.WriteAllTextAsync(csv, Text(planks));
        var datasets = new DatasetRepository(_store.Catalog, _store.Artifacts);
        await new IngestionBuilder<Plank>("planks").Csv(csv).ToDataset().Build().RunAsync(datasets);
        Dataset dataset = await datasets.OpenAsync("planks");
        List<Plank> read = await dataset.ReadAsync<Plank>().ToListAsync();
        Assert.Equal(planks, read);
        Assert.Equal(RecordColumns.Schema<Plank>().Columns, dataset.Schema.Columns);

        using TabularModel trained = await new TabularTrainer(new TabularOptions { Epochs = 2 }).FitAsync(read, p => p.Price, ModelTask.Regression);
        byte[] onnx = trained.ToOnnx().ToBytes();
        string recording = Path.Combine(_folder, "plank.json");
        double[] said;
        using (OnnxRuntimeModel real = OnnxRuntimeModel.Load(onnx))
        {
            Assert.Equal(["Cut", "is treated?", "length-cm", "wood type"], real.Signature.Inputs.Select(i => i.Name).Order(StringComparer.Ordinal));
            said = [.. planks[..8].Select(p => Ask<Quote>(real, p).Euros)];
            using var rows = new RowModel(real);
            Row[] answers = rows.Predict(planks[..8].ToRows());
            Assert.Equal(said, answers.Select(a => a[AnswerNames.Value].AsNumber()));
            EvaluationReport report = new Evaluator(new EvaluationBuilder("planks").Build()).Run(planks[..8].ToRows(), RecordColumns.Of<Plank>(p => p.Price).Name, answers);
            Assert.Equal(planks[..8].Zip(said, (p, s) => Math.Abs(p.Price - s)).Average(), report["mae"], 1e-9);
        }

        using (RecordedModel record = RecordedModel.Record(recording, OnnxRuntimeModel.Load(onnx)))
        {
            _ = planks[..8].Select(p => Ask<Quote>(record, p)).ToList();
        }

        using RecordedModel replay = RecordedModel.Replay(recording);
        Assert.Equal(said, planks[..8].Select(p => Ask<Quote>(replay, p).Euros));
        Assert.Equal(said, await OverHttpAsync(onnx, planks[..8]));
    }

    [Fact]
    public async Task OneRecord_BooleanLabel_ComesBackAsABoolean()
    {
        Plank[] planks = Planks(240);
        using TabularModel trained = await new TabularTrainer(new TabularOptions { Epochs = 2 }).FitAsync(planks, p => p.Treated);
        using OnnxRuntimeModel real = OnnxRuntimeModel.Load(trained.ToOnnx().ToBytes());
        using var rows = new RowModel(real);
        Assert.All(planks[..8], p => Assert.Equal(rows.Predict(Row.From(p))[AnswerNames.Label].AsText(), Ask<Guess>(real, p).Treated ? "true" : "false"));
    }

    private static TOut Ask<TOut>(IModel model, Plank plank)
    {
        var codec = new TypedCodec<Plank, TOut>(model.Signature);
        using ModelSlot slot = model.CreateSlot();
        for (int i = 0; i < slot.Inputs.Length; i++)
        {
            slot.Inputs[i].Resize([1, 1]);
        }

        codec.Write(plank, slot, 0);
        slot.Run();
        return codec.Read(plank, slot, 0);
    }

    private async Task<double[]> OverHttpAsync(byte[] onnx, Plank[] planks)
    {
        ArtifactDigest digest = await _store.Artifacts.PutBytesAsync(onnx);
        ModelVersion version = await _store.Catalog.Models.RegisterAsync(new ModelVersion { Model = "planks", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder)).AddServing("planks", _ => { });
        await using WebApplication app = builder.Build();
        app.MapAiInfra();
        await app.StartAsync();
        await app.Services.GetRequiredService<IDeployments>().Get("planks").PromoteAsync(version.Version, "test", "first");
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(app.Urls.First()) };

        // As the record says, but for the price, which is what is asked.
        var body = planks.ToRows().Select(r => r.Schema.Columns.Where(c => c.Name != "price (EUR)").ToDictionary(c => c.Name, c => r[c.Name].Kind == ValueKind.Instant ? Value.Of(r[c.Name].AsText()) : r[c.Name]));
        using HttpResponseMessage response = await client.PostAsJsonAsync("/predict/planks", body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        using var json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateArray().Select(a => a.GetProperty("outputs").GetProperty("value").GetDouble())];
    }

    private static Plank[] Planks(int count) => [.. Enumerable.Range(0, count).Select(i =>
        new Plank(100 + (i * 7 % 50) + 0.5, i % 11 == 0 ? null : (Wood)(i % 2), new DateOnly(2024, 1, 1).AddDays(i % 90), i % 3 == 0, 10 + (i * 7 % 50) + (i % 2 * 5)))];

    private static string Text(IEnumerable<Plank> planks)
    {
        var text = new StringBuilder("length-cm,wood type,Cut,is treated?,price (EUR)\n");
        foreach (Plank p in planks)
        {
            text.Append(CultureInfo.InvariantCulture, $"{p.Length},{p.Wood},{p.Cut:yyyy-MM-dd},{(p.Treated ? "yes" : "no")},{p.Price}\n");
        }

        return text.ToString();
    }
}
