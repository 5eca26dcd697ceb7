using System.Text.Json;
using AiInfra.Core.Catalog;
using AiInfra.Core.Filters;
using static AiInfra.AspNetCore.Mlflow.MlflowVerb;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary><c>logged-models</c>, which newer clients make for every model they log: runs of a kind of their own within the run that made them, with files, parameters and tags.</summary>
internal sealed class LoggedModelCalls(ICatalog catalog, RunCalls runs)
{
    private const string Path = "/logged-models";
    private const string One = Path + "/{model_id}";
    private const string Type = "mlflow.model.type";
    private const string Pending = "LOGGED_MODEL_PENDING";
    private const string Ready = "LOGGED_MODEL_READY";
    private const string UploadFailed = "LOGGED_MODEL_UPLOAD_FAILED";
    private const string StatusPrefix = "LOGGED_MODEL_";
    private const int Most = 50_000;

    private static readonly ListFilter<Run> s_filter = new(
        new Dictionary<string, Func<Run, string?>>
        {
            ["name"] = m => m.Name,
            ["model_id"] = m => m.Id,
            ["model_type"] = m => m.Tags.GetValueOrDefault(Type),
            ["status"] = m => Status(m)[StatusPrefix.Length..],
            ["source_run_id"] = m => m.ParentId,
        },
        new Dictionary<string, Func<Run, double>>
        {
            ["creation_timestamp"] = m => MlflowJson.Milliseconds(m.StartedAt),
            ["creation_time"] = m => MlflowJson.Milliseconds(m.StartedAt),
            ["last_updated_timestamp"] = m => MlflowJson.Milliseconds(m.EndedAt ?? m.StartedAt),
            ["last_updated_time"] = m => MlflowJson.Milliseconds(m.EndedAt ?? m.StartedAt),
        },
        m => m.Tags,
        m => m.Parameters,
        m => m.Metrics);

    public IEnumerable<MlflowVerb> All() =>
    [
        Change("POST", Path, CreateAsync),
        Read("POST", Path + "/search", SearchAsync),
        Read("GET", One, async c => await AnswerAsync(c, await RequireAsync(c).ConfigureAwait(false)).ConfigureAwait(false)),
        Change("PATCH", One, FinishAsync),
        Change("DELETE", One, DeleteAsync),
        Change("PATCH", One + "/tags", c => TagAsync(c, c.Pairs("tags").ToDictionary(t => MlflowRules.Key(t.Key, "tag"), t => (string?)MlflowRules.Tag(t.Key, t.Value)))),
        Change("DELETE", One + "/tags/{tag_key}", c => TagAsync(c, new() { [c.Required("tag_key")] = null })),
        Change("POST", One + "/params", ParametersAsync),
        Read("GET", One + "/artifacts/directories", FilesAsync),
    ];

    private async Task CreateAsync(MlflowCall call)
    {
        Experiment experiment = await runs.ActiveExperimentAsync(call).ConfigureAwait(false);
        string id = $"m-{Guid.NewGuid():N}";
        Dictionary<string, string> tags = call.Pairs("tags");
        if (call.Text("model_type") is { Length: > 0 } type)
        {
            tags[Type] = type;
        }

        string? source = call.Text("source_run_id") is { Length: > 0 } run ? run : null;
        Run model = await catalog.Runs.StartAsync(
            new RunStart(experiment.Name, MlflowJson.LoggedModel)
            {
                Id = id,
                Name = call.Text("name") is { Length: > 0 } name ? name : id,
                ParentId = source,
                IsElsewhere = true,
                Parameters = call.Pairs("params"),
                Tags = tags,
            },
            call.Aborted).ConfigureAwait(false);
        if (source is not null)
        {
            await catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Run(source), LineageNode.Run(id), RunCalls.OutputModel)], call.Aborted).ConfigureAwait(false);
        }

        await AnswerAsync(call, model).ConfigureAwait(false);
    }

    private async Task FinishAsync(MlflowCall call)
    {
        Run model = await RequireAsync(call).ConfigureAwait(false);
        RunStatus status = call.Required("status") switch
        {
            Ready or "2" => RunStatus.Finished,
            UploadFailed or "3" => RunStatus.Failed,
            Pending or "1" => RunStatus.Running,
            var other => throw MlflowAnswerException.Invalid($"Unknown status '{other}' of a logged model."),
        };
        await catalog.Runs.ChangeAsync(model.Id, new RunChange { Status = status }, call.Aborted).ConfigureAwait(false);
        await AnswerAsync(call, await RequireAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        await catalog.Runs.ChangeAsync((await RequireAsync(call).ConfigureAwait(false)).Id, new RunChange { IsDeleted = true }, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task TagAsync(MlflowCall call, Dictionary<string, string?> tags)
    {
        Run model = await RequireAsync(call).ConfigureAwait(false);
        await catalog.Runs.SetTagsAsync(model.Id, tags, call.Aborted).ConfigureAwait(false);
        await AnswerAsync(call, await RequireAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task ParametersAsync(MlflowCall call)
    {
        Run model = await RequireAsync(call).ConfigureAwait(false);
        await catalog.Runs.AddParametersAsync(model.Id, call.Pairs("params"), call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task SearchAsync(MlflowCall call)
    {
        Dictionary<string, long> ids = (await catalog.GetRequiredStore<IExperimentStore>().ListAsync(call.Aborted).ConfigureAwait(false)).ToDictionary(e => e.Name, e => e.Id);
        Dictionary<string, string> names = ids.ToDictionary(e => $"{e.Value}", e => e.Key);
        string[] experiments = [.. call.Texts("experiment_ids").Select(names.GetValueOrDefault).OfType<string>()];
        if (call.Items("datasets").Any())
        {
            throw MlflowAnswerException.Invalid("Of which dataset a metric is, is not kept here; search without 'datasets'.");
        }

        var all = new List<Run>();
        int read = experiments.Length == 0 ? 0 : Most;
        while (read == Most)
        {
            IReadOnlyList<Run> some = await catalog.Runs.SearchAsync(new RunSearch { Experiments = experiments, Kind = MlflowJson.LoggedModel, Skip = all.Count, Take = Most }, call.Aborted).ConfigureAwait(false);
            all.AddRange(some);
            read = some.Count;
        }

        Run[] matching = [.. s_filter.Order(s_filter.Where(all, call.Text("filter")), [.. call.Items("order_by").Select(Order)], ms => ms.OrderByDescending(m => m.StartedAt).ThenBy(m => m.Id, StringComparer.Ordinal))];
        (IReadOnlyList<Run> found, string? next) = Paging.Page(call, matching, 50, 5000);
        IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> latest = await catalog.Runs.LatestMetricsAsync([.. found.Select(m => m.Id)], call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json =>
        {
            json.WriteStartArray("models");
            foreach (Run model in found)
            {
                json.WriteStartObject();
                Write(json, model, ids[model.Experiment], latest.GetValueOrDefault(model.Id, []));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Paging.Next(json, next);
        }).ConfigureAwait(false);
    }

    private async Task FilesAsync(MlflowCall call)
    {
        Run model = await RequireAsync(call).ConfigureAwait(false);
        long experiment = await runs.ExperimentAsync(model.Experiment, call.Aborted).ConfigureAwait(false);
        string folder = (call.Text("artifact_directory_path") ?? "").Trim('/');
        IReadOnlyList<RunArtifact> files = await catalog.Runs.ArtifactsAsync(model.Id, folder.Length == 0 ? null : folder, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json =>
        {
            json.WriteString("root_uri", MlflowJson.ArtifactUri(experiment, model.Id));
            ArtifactCalls.Write(json, ArtifactCalls.Children(files.Select(f => (f.Path, f.Bytes)), folder), c => folder.Length == 0 ? c : $"{folder}/{c}");
        }).ConfigureAwait(false);
    }

    public static async Task<Run> RequireAsync(ICatalog catalog, string id, CancellationToken cancellationToken) =>
        await catalog.Runs.FindAsync(id, cancellationToken).ConfigureAwait(false) is { Kind: MlflowJson.LoggedModel, DeletedAt: null } model ? model : throw MlflowAnswerException.Absent($"Logged model with ID '{id}' not found.");

    private Task<Run> RequireAsync(MlflowCall call) => RequireAsync(catalog, call.Required("model_id"), call.Aborted);

    private async Task AnswerAsync(MlflowCall call, Run model)
    {
        long experiment = await runs.ExperimentAsync(model.Experiment, call.Aborted).ConfigureAwait(false);
        IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> latest = await catalog.Runs.LatestMetricsAsync([model.Id], call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json =>
        {
            json.WriteStartObject("model");
            Write(json, model, experiment, latest.GetValueOrDefault(model.Id, []));
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static FilterOrder Order(JsonElement item)
    {
        string field = MlflowCall.Member(item, "field_name", "order_by") ?? throw MlflowAnswerException.Invalid("Missing value for required parameter 'field_name' in 'order_by'.");
        return MlflowCall.Member(item, "dataset_name", "order_by") is { Length: > 0 }
            ? throw MlflowAnswerException.Invalid("Of which dataset a metric is, is not kept here; order without 'dataset_name'.")
            : Filter.ParseOrder(field) with { IsDescending = item.TryGetProperty("ascending", out JsonElement ascending) && ascending.ValueKind == JsonValueKind.False };
    }

    private static string Status(Run model) => model.Status switch { RunStatus.Running => Pending, RunStatus.Finished => Ready, _ => UploadFailed };

    private static void Write(Utf8JsonWriter json, Run model, long experiment, IReadOnlyList<MetricPoint> latest)
    {
        json.WriteStartObject("info");
        json.WriteString("model_id", model.Id);
        json.WriteString("experiment_id", $"{experiment}");
        json.WriteString("name", model.Name);
        json.WriteNumber("creation_timestamp_ms", MlflowJson.Milliseconds(model.StartedAt));
        json.WriteNumber("last_updated_timestamp_ms", MlflowJson.Milliseconds(model.EndedAt ?? model.StartedAt));
        json.WriteString("artifact_uri", MlflowJson.ArtifactUri(experiment, model.Id));
        json.WriteString("status", Status(model));
        json.WriteString("model_type", model.Tags.GetValueOrDefault(Type, ""));
        json.WriteString("source_run_id", model.ParentId ?? "");
        json.Pairs("tags", model.Tags.Where(t => t.Key != Type));
        json.WriteEndObject();
        json.WriteStartObject("data");
        json.Pairs("params", model.Parameters);
        json.WriteStartArray("metrics");
        foreach (MetricPoint point in latest)
        {
            json.Metric(point);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
