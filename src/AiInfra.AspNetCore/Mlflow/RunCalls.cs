using System.Text.Json;
using AiInfra.Core.Catalog;
using static AiInfra.AspNetCore.Mlflow.MlflowVerb;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary><c>runs/create</c>, <c>update</c>, <c>get</c>, <c>search</c>, <c>delete</c>, <c>restore</c>.</summary>
internal sealed class RunCalls(ICatalog catalog)
{
    /// <summary>Role of a logged model that a run read.</summary>
    public const string InputModel = "input-model";

    /// <summary>Role of a logged model that a run made.</summary>
    public const string OutputModel = "output-model";

    private const string Kind = "mlflow";

    // What clients send where nobody says who runs.
    private const string Nobody = "unknown";
    private const int Usual = 1000;
    private const int Most = 50_000;
    private readonly IExperimentStore _experiments = catalog.GetRequiredStore<IExperimentStore>();

    public IEnumerable<MlflowVerb> All() =>
    [
        Change("POST", "/runs/create", CreateAsync),
        Change("POST", "/runs/update", UpdateAsync),
        Read("GET", "/runs/get", async c => await AnswerAsync(c, await RequireAsync(c).ConfigureAwait(false)).ConfigureAwait(false)),
        Read("POST", "/runs/search", SearchAsync),
        Change("POST", "/runs/delete", c => MarkAsync(c, true)),
        Change("POST", "/runs/restore", c => MarkAsync(c, false)),
    ];

    /// <summary>The run that a call names.</summary>
    public async Task<Run> RequireAsync(MlflowCall call, bool active = false)
    {
        string id = call.Text("run_id") is { Length: > 0 } named ? named : call.Text("run_uuid") is { Length: > 0 } old ? old : throw MlflowAnswerException.Invalid("Missing value for required parameter 'run_id'.");
        Run run = await catalog.Runs.FindAsync(id, call.Aborted).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"Run with id={id} not found.");
        return active && run.DeletedAt is not null
            ? throw MlflowAnswerException.Invalid($"The run {id} must be in the 'active' state. Current state is deleted; restore it first.")
            : run;
    }

    /// <summary>The number of an experiment.</summary>
    public async Task<long> ExperimentAsync(string name, CancellationToken cancellationToken) =>
        (await _experiments.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"There is no experiment '{name}'.")).Id;

    /// <summary>The experiment that a call names, which is not marked as deleted.</summary>
    public async Task<Experiment> ActiveExperimentAsync(MlflowCall call)
    {
        long id = call.Whole("experiment_id") ?? throw MlflowAnswerException.Invalid("Missing value for required parameter 'experiment_id'.");
        Experiment experiment = await _experiments.FindAsync(id, call.Aborted).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"No experiment with id {id} exists.");
        return experiment.DeletedAt is null ? experiment : throw MlflowAnswerException.Invalid($"The experiment {id} must be in the 'active' state. Current state is deleted; restore it first.");
    }

    private async Task CreateAsync(MlflowCall call)
    {
        Experiment experiment = await ActiveExperimentAsync(call).ConfigureAwait(false);
        Dictionary<string, string> tags = call.Pairs("tags");
        foreach ((string key, string value) in tags)
        {
            MlflowRules.Tag(MlflowRules.Key(key, "tag"), value);
        }

        string? name = call.Text("run_name") is { Length: > 0 } given ? given : null;
        if (tags.Remove(MlflowJson.RunName, out string? tagged) && name is not null && name != tagged)
        {
            throw MlflowAnswerException.Invalid($"Both 'run_name' ('{name}') and the tag '{MlflowJson.RunName}' ('{tagged}') are given, and they differ.");
        }

        tags.Remove(MlflowJson.ParentRun, out string? parent);
        if (call.Text("user_id") is { Length: > 0 } user && user != Nobody)
        {
            tags.TryAdd(RunTags.User, user);
        }

        string id = Guid.NewGuid().ToString("N");
        Run run = await catalog.Runs.StartAsync(
            new RunStart(experiment.Name, Kind)
            {
                Id = id,
                Name = name ?? tagged ?? $"run-{id[..8]}",
                ParentId = parent,
                StartedAt = call.Whole("start_time") is > 0 and long start ? Time(start) : null,
                IsElsewhere = true,
                Tags = tags,
            },
            call.Aborted).ConfigureAwait(false);
        await AnswerAsync(call, run).ConfigureAwait(false);
    }

    private async Task UpdateAsync(MlflowCall call)
    {
        Run run = await RequireAsync(call, active: true).ConfigureAwait(false);
        RunStatus? status = MlflowJson.Status(call.Text("status"));
        await catalog.Runs.ChangeAsync(
            run.Id,
            new RunChange { Name = call.Text("run_name") is { Length: > 0 } name ? name : null, Status = status, EndedAt = call.Whole("end_time") is > 0 and long end ? Time(end) : null },
            call.Aborted).ConfigureAwait(false);
        run = await RequireAsync(call).ConfigureAwait(false);
        long experiment = await ExperimentAsync(run.Experiment, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json => json.RunInfo("run_info", run, experiment)).ConfigureAwait(false);
    }

    private async Task MarkAsync(MlflowCall call, bool deleted)
    {
        Run run = await RequireAsync(call).ConfigureAwait(false);
        await catalog.Runs.ChangeAsync(run.Id, new RunChange { IsDeleted = deleted }, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task SearchAsync(MlflowCall call)
    {
        Dictionary<string, long> ids = (await _experiments.ListAsync(call.Aborted).ConfigureAwait(false)).ToDictionary(e => e.Name, e => e.Id);
        Dictionary<string, string> names = ids.ToDictionary(e => $"{e.Value}", e => e.Key);
        string[] asked = [.. call.Texts("experiment_ids").Distinct()];
        string[] experiments = [.. asked.Select(names.GetValueOrDefault).OfType<string>()];
        int take = call.Count("max_results", Usual, Most);
        int skip = (int)Math.Clamp(Paging.Number(call) ?? 0, 0, int.MaxValue);
        IReadOnlyList<Run> found = experiments.Length == 0 ? [] : await catalog.Runs.SearchAsync(
            new RunSearch
            {
                Experiments = experiments,
                Filter = call.Text("filter"),
                OrderBy = [.. call.Texts("order_by").Where(o => !string.IsNullOrWhiteSpace(o))],
                View = ExperimentCalls.View(call.Text("run_view_type")),
                ExceptKind = MlflowJson.LoggedModel,
                Skip = skip,
                Take = take,
            },
            call.Aborted).ConfigureAwait(false);
        IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> latest = await catalog.Runs.LatestMetricsAsync([.. found.Select(r => r.Id)], call.Aborted).ConfigureAwait(false);
        IReadOnlyList<RunInput>[] inputs = await Task.WhenAll(found.Select(r => catalog.Runs.InputsAsync(r.Id, call.Aborted))).ConfigureAwait(false);
        await call.AnswerAsync(json =>
        {
            json.WriteStartArray("runs");
            for (int i = 0; i < found.Count; i++)
            {
                json.WriteStartObject();
                Write(json, found[i], ids[found[i].Experiment], latest.GetValueOrDefault(found[i].Id, []), inputs[i], []);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Paging.Next(json, found.Count == take ? Paging.Token(skip + (long)take) : null);
        }).ConfigureAwait(false);
    }

    private async Task AnswerAsync(MlflowCall call, Run run)
    {
        long experiment = await ExperimentAsync(run.Experiment, call.Aborted).ConfigureAwait(false);
        IReadOnlyList<RunInput> inputs = await catalog.Runs.InputsAsync(run.Id, call.Aborted).ConfigureAwait(false);
        IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> latest = await catalog.Runs.LatestMetricsAsync([run.Id], call.Aborted).ConfigureAwait(false);
        LineageEdge[] models =
        [
            .. (await catalog.Lineage.UpstreamAsync(LineageNode.Run(run.Id), call.Aborted).ConfigureAwait(false)).Where(e => e.Role == InputModel && e.To.Id == run.Id),
            .. (await catalog.Lineage.DownstreamAsync(LineageNode.Run(run.Id), call.Aborted).ConfigureAwait(false)).Where(e => e.Role == OutputModel && e.From.Id == run.Id),
        ];

        await call.AnswerAsync(json =>
        {
            json.WriteStartObject("run");
            Write(json, run, experiment, latest.GetValueOrDefault(run.Id, []), inputs, models);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private static DateTimeOffset Time(long milliseconds) => milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : throw MlflowAnswerException.Invalid($"The time {milliseconds} is beyond all calendars; times are milliseconds since 1970.");

    private static void Write(Utf8JsonWriter json, Run run, long experiment, IReadOnlyList<MetricPoint> latest, IReadOnlyList<RunInput> inputs, IReadOnlyList<LineageEdge> models)
    {
        json.RunInfo("info", run, experiment);
        json.WriteStartObject("data");
        json.WriteStartArray("metrics");
        foreach (MetricPoint point in latest)
        {
            json.Metric(point);
        }

        json.WriteEndArray();
        json.Pairs("params", run.Parameters);
        json.Pairs("tags", MlflowJson.Tags(run));
        json.WriteEndObject();
        json.WriteStartObject("inputs");
        json.WriteStartArray("dataset_inputs");
        foreach (RunInput input in inputs)
        {
            json.WriteStartObject();
            json.Pairs("tags", input.Context.Length == 0 ? [] : [KeyValuePair.Create("mlflow.data.context", input.Context)]);
            json.WriteStartObject("dataset");
            json.WriteString("name", input.Name);
            json.WriteString("digest", input.Digest);
            json.WriteString("source_type", input.SourceType);
            json.WriteString("source", input.Source);
            if (input.Schema is not null)
            {
                json.WriteString("schema", input.Schema);
            }

            if (input.Profile is not null)
            {
                json.WriteString("profile", input.Profile);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Models(json, "model_inputs", models.Where(e => e.Role == InputModel).Select(e => e.From.Id));
        json.WriteEndObject();
        json.WriteStartObject("outputs");
        Models(json, "model_outputs", models.Where(e => e.Role == OutputModel).Select(e => e.To.Id));
        json.WriteEndObject();
    }

    private static void Models(Utf8JsonWriter json, string name, IEnumerable<string> ids)
    {
        json.WriteStartArray(name);
        foreach (string id in ids)
        {
            json.WriteStartObject();
            json.WriteString("model_id", id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
