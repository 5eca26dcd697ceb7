using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AiInfra.AspNetCore.Records;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using AiInfra.Core.Rows;
using AiInfra.Core.Signals;
using AiInfra.Data.Datasets;
using AiInfra.Data.Ingestion;
using AiInfra.Data.Sources.Csv;
using AiInfra.Observability.Predictions;
using AiInfra.Scoring;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using AiInfra.Sqlite;
using AiInfra.Support;
using AiInfra.Training.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AiInfra.Tests.Rows;

/// <summary>A model of four kinds of columns, each of which was missing at times, and of a whole number that never was; served, and logged.</summary>
public sealed class ServedTable : IAsyncLifetime
{
    private static readonly RowSchema s_schema = new([new("n", ValueKind.Number), new("t", ValueKind.Text), new("at", ValueKind.Instant), new("f", ValueKind.Boolean), new("k", ValueKind.Number)]);
    private readonly TemporaryFolder _folder = new();
    private readonly Heard _heard = new();
    private WebApplication _strict = null!;
    private WebApplication _lenient = null!;
    private PredictionLogger _log = null!;
    private AiInfraStore _store = null!;
    private int _asked;

    public sealed record Ask(double? N, string? T, DateTime? At, bool? F, int? K);

    public sealed record Answer(double Value);

    public Row Known { get; } = new(s_schema, [3.5, "b", Value.Of(new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc)), true, 2]);

    public TabularModel Model { get; private set; } = null!;

    public Deployment Deployment => _strict.Services.GetRequiredService<IDeployments>().Get("doors");

    public async ValueTask InitializeAsync()
    {
        _store = AiInfraStore.Open(_folder);
        Dataset dataset = await IngestAsync("doors", [.. Enumerable.Range(0, 400).Select(Line)]);
        RowBatch rows = await dataset.ReadColumnsAsync();
        Model = await new TabularTrainer(new TabularOptions { Epochs = 4, Seed = 1 }).FitAsync(rows, "y", ModelTask.Regression);
        ArtifactDigest digest = await _store.Artifacts.PutBytesAsync(Model.ToOnnx().ToBytes());
        ModelVersion version = await _store.Catalog.Models.RegisterAsync(new ModelVersion { Model = "doors", Files = new Dictionary<string, ArtifactDigest> { [ModelFiles.Onnx] = digest } });
        await _store.Catalog.Models.MoveAliasesAsync([new AliasMove("doors", Aliases.Champion, null, version.Version, "test", "first", DateTimeOffset.UtcNow)]);
        _log = new PredictionLogger(_store.Catalog.Predictions);
        _strict = await StartAsync(false);
        _lenient = await StartAsync(true);
    }

    public async ValueTask DisposeAsync()
    {
        await _strict.DisposeAsync();
        await _lenient.DisposeAsync();
        await _log.DisposeAsync();
        Model.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    public static Row With(Row row, string column, Value value) =>
        new(row.Schema, [.. row.Schema.Columns.Select((c, i) => c.Name == column ? value : row[i])]);

    public async Task<double> AnswerAsync(Row row) => (await Deployment.PredictAsync(row)).Outputs["value"].AsNumber();

    public async Task<(double? Said, Value Logged)> CsvAsync(string column, string written)
    {
        int at = s_schema.IndexOf(column);
        string[] cells = ["3.5", "b", "2024-03-01", "true", "2", "1"];
        cells[at] = written;
        string name = $"cell-{Interlocked.Increment(ref _asked)}";
        Dataset dataset = await IngestAsync(name, [.. Enumerable.Range(0, 400).Select(Line), string.Join(',', cells)]);
        RowBatch rows = await dataset.ReadColumnsAsync();
        return await LoggedAsync(async () => (await Deployment.PredictAsync(rows.Select(s_schema.Columns.Select(c => c.Name)).Row(rows.Count - 1))).Outputs["value"].AsNumber(), column);
    }

    /// <summary>What <c>/predict</c> answers to a body: the value, or why not.</summary>
    public async Task<(double? Said, string Text)> PostAsync(string record, bool lenient = false)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri((lenient ? _lenient : _strict).Urls.First()) };
        using var body = new StringContent(record, Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync("/predict/doors", body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, text);
        using var json = JsonDocument.Parse(text);
        return (response.IsSuccessStatusCode ? json.RootElement.GetProperty("outputs").GetProperty("value").GetDouble() : null, text);
    }

    public Task<(double? Said, Value Logged)> JsonAsync(bool lenient, string column, string written) => LoggedAsync(
        async () =>
        {
            string[] cells = ["\"n\":3.5", "\"t\":\"b\"", "\"at\":\"2024-03-01\"", "\"f\":true", "\"k\":2"];
            cells[s_schema.IndexOf(column)] = written == "absent" ? "" : $"\"{column}\":{written}";
            return (await PostAsync($"{{{string.Join(',', cells.Where(c => c.Length > 0))}}}", lenient)).Said;
        },
        column);

    public Task<(double? Said, Value Logged)> RowAsync(string column, string written) => LoggedAsync(
        async () => await AnswerAsync(With(Known, column, written switch
        {
            "missing" => Value.Missing,
            "NaN" => double.NaN,
            _ => written,
        })),
        column);

    public Task<(double? Said, Value Logged)> RecordAsync(string column, string written)
    {
        var known = new Ask(3.5, "b", new DateTime(2024, 3, 1, 0, 0, 0, DateTimeKind.Utc), true, 2);
        Ask asked = (column, written) switch
        {
            ("n", "NaN") => known with { N = double.NaN },
            ("n", _) => known with { N = null },
            ("t", _) => known with { T = null },
            ("at", _) => known with { At = null },
            _ => known with { F = null },
        };
        return LoggedAsync(async () => (await Deployment.Typed<Ask, Answer>().PredictAsync(asked)).Output.Value, column);
    }

    public Task<(double? Said, Value Logged)> TensorAsync(string column, string written) => LoggedAsync(
        async () =>
        {
            NamedTensor[] inputs =
            [
                new("n", TensorData.Of<double>([column == "n" ? double.NaN : 3.5], 1, 1)),
                new("t", TensorData.Of<string>([column == "t" ? written : "b"], 1, 1)),
                new("at", TensorData.Of<long>([column == "at" ? long.MinValue : 1709251200000], 1, 1)),
                new("f", TensorData.Of<double>([column == "f" ? double.NaN : 1], 1, 1)),
                new("k", TensorData.Of<double>([2], 1, 1)),
            ];
            InferenceResult result = await Deployment.InferAsync(inputs);
            return result.Outputs.Single(o => o.Name == "value").Data.Span<double>()[0];
        },
        column);

    /// <summary>Answers to a commit; what was asked stands beside them.</summary>
    public async Task<(double? Said, Value Logged)> BatchAsync(string column, string written)
    {
        int number = Interlocked.Increment(ref _asked);
        Row[] rows = [Known, With(Known, column, written == "missing" ? Value.Missing : written)];
        var datasets = new DatasetRepository(_store.Catalog, _store.Artifacts);
        Dataset asked = await datasets.WriteAsync($"asked-{number}", rows);
        Dataset scored = await new BatchScoring(_store.Catalog, _store.Artifacts).ScoreAsync("doors", 1, asked, $"scored-{number}");
        RowBatch answers = await scored.ReadColumnsAsync();
        Assert.Equal(await AnswerAsync(Known), answers["value"][0].AsNumber(), 1e-4);
        return (answers["value"][1].AsNumber(), answers[column][1] == Value.Of("") ? Value.Missing : answers[column][1]);
    }

    private async Task<(double? Said, Value Logged)> LoggedAsync(Func<Task<double?>> ask, string column)
    {
        _heard.Last = null;
        double? said;
        try
        {
            said = await ask();
        }
        catch (InferenceRequestException)
        {
            return (null, Value.Missing);
        }

        if (said is null)
        {
            return (null, Value.Missing);
        }

        // What is read back from the log is what was heard, and what a loop learns of after a restart.
        RowPrediction heard = _heard.Last!;
        await _log.FlushAsync();
        var logged = (RowPrediction)(await _store.Catalog.Predictions.FindAsync(heard.Id))!.Signal;
        Assert.Equal(heard.Inputs[column], logged.Inputs[column]);
        return (said, logged.Inputs[column]);
    }

    private async Task<WebApplication> StartAsync(bool allowAbsent)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddAiInfra(ai => ai.StoreIn(_folder)).AddServing("doors", _ => { });
        builder.Services.Configure<RecordOptions>(o => o.AllowAbsentProperties = allowAbsent);
        WebApplication app = builder.Build();
        app.MapAiInfra();
        SignalHub signals = app.Services.GetRequiredService<SignalHub>();
        signals.Subscribe(_heard);
        signals.Subscribe(_log);
        await app.StartAsync();
        return app;
    }

    private async Task<Dataset> IngestAsync(string name, string[] lines)
    {
        string path = Path.Combine(_folder, $"{name}.csv");
        await File.WriteAllLinesAsync(path, ["n,t,at,f,k,y", .. lines]);
        var datasets = new DatasetRepository(_store.Catalog, _store.Artifacts);
        await new IngestionBuilder<Row>(name).From(new CsvSource(path)).ToDataset().Build().RunAsync(datasets);
        return await datasets.OpenAsync(name);
    }

    private static string Line(int i)
    {
        string n = i % 13 == 0 ? "" : (i % 7 / 2.0).ToString(CultureInfo.InvariantCulture);
        string t = i % 11 == 0 ? "" : i % 3 == 0 ? "alpha" : "b";
        string at = i % 17 == 0 ? "" : new DateTime(2024, 1, 1).AddDays(i % 90).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string f = i % 19 == 0 ? "" : i % 2 == 0 ? "true" : "false";
        double y = (i % 7 / 2.0) + (i % 3 == 0 ? 2 : 0) + (i % 13 == 0 ? 5 : 0) + (i % 11 == 0 ? -4 : 0) + (i % 90 / 30.0) + (i % 2) + (i % 19 == 0 ? 3 : 0) + (i % 17 == 0 ? -3 : 0);
        return string.Create(CultureInfo.InvariantCulture, $"{n},{t},{at},{f},{i % 4},{y + (i % 4 * 1.5):0.####}");
    }

    private sealed class Heard : ISignalSubscriber
    {
        public RowPrediction? Last { get; set; }

        public void OnSignal(Signal signal) => Last = signal as RowPrediction ?? Last;

        public void OnFeedback(Feedback feedback)
        {
        }
    }
}
