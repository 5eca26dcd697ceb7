using System.Text.Json;
using AiInfra.Core.Catalog;
using static AiInfra.AspNetCore.Mlflow.MlflowVerb;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>What is logged to a run: metrics, parameters, tags, datasets.</summary>
internal sealed class RunLogCalls(ICatalog catalog, RunCalls runs)
{
    private const int MostBatchBytes = 1_000_000;
    private const string Context = "mlflow.data.context";
    private const string Models = "mlflow.log-model.history";

    public IEnumerable<MlflowVerb> All() =>
    [
        Change("POST", "/runs/log-metric", MetricAsync),
        Change("POST", "/runs/log-parameter", ParameterAsync),
        Change("POST", "/runs/set-tag", TagAsync),
        Change("POST", "/runs/delete-tag", DeleteTagAsync),
        Change("POST", "/runs/log-batch", BatchAsync),
        Change("POST", "/runs/log-model", ModelAsync),
        Change("POST", "/runs/log-inputs", InputsAsync),
        Change("POST", "/runs/outputs", OutputsAsync),
    ];

    private async Task MetricAsync(MlflowCall call)
    {
        Run run = await runs.RequireAsync(call, active: true).ConfigureAwait(false);
        await PointsAsync(run, [Point(call.Root!.Value, "metric")], call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task ParameterAsync(MlflowCall call)
    {
        Run run = await runs.RequireAsync(call, active: true).ConfigureAwait(false);
        await ParametersAsync(call, run, [KeyValuePair.Create(call.Required("key"), call.Text("value") ?? "")]).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task TagAsync(MlflowCall call)
    {
        Run run = await runs.RequireAsync(call, active: true).ConfigureAwait(false);
        await TagsAsync(call, run, new Dictionary<string, string> { [call.Required("key")] = call.Text("value") ?? "" }).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task DeleteTagAsync(MlflowCall call)
    {
        Run run = await runs.RequireAsync(call, active: true).ConfigureAwait(false);
        string key = call.Required("key");
        if (!run.Tags.ContainsKey(key))
        {
            throw MlflowAnswerException.Absent($"Run {run.Id} has no tag '{key}' that can be deleted.");
        }

        await catalog.Runs.SetTagsAsync(run.Id, new Dictionary<string, string?> { [key] = null }, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task BatchAsync(MlflowCall call)
    {
        if (call.Context.Request.ContentLength > MostBatchBytes)
        {
            throw MlflowAnswerException.Invalid($"A batch has at most {MostBatchBytes} bytes, this one {call.Context.Request.ContentLength}. Log it in parts.");
        }

        Run run = await runs.RequireAsync(call, active: true).ConfigureAwait(false);
        JsonElement[] metrics = [.. call.Items("metrics")];
        JsonElement[] parameters = [.. call.Items("params")];
        JsonElement[] tags = [.. call.Items("tags")];
        Limit("metrics", metrics.Length, MlflowRules.MostMetrics);
        Limit("params", parameters.Length, MlflowRules.MostParameters);
        Limit("tags", tags.Length, MlflowRules.MostTags);
        Limit("metrics, params and tags", metrics.Length + parameters.Length + tags.Length, MlflowRules.MostEntities);

        // All is read before any of it is written.
        (MetricPoint Point, string? Model)[] points = [.. metrics.Select(m => Point(m, "metrics"))];
        KeyValuePair<string, string>[] named = [.. parameters.Select(p => KeyValuePair.Create(MlflowCall.Member(p, "key", "params") ?? "", MlflowCall.Member(p, "value", "params") ?? ""))];
        Dictionary<string, string> tagged = call.Pairs("tags");
        if (named.GroupBy(p => p.Key, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw MlflowAnswerException.Invalid($"Duplicate parameter keys have been submitted: '{twice.Key}'. Please ensure the request contains only one param value per param key.");
        }

        foreach ((string key, string value) in tagged)
        {
            MlflowRules.Tag(MlflowRules.Key(key, "tag"), value);
        }

        await ParametersAsync(call, run, named).ConfigureAwait(false);
        await PointsAsync(run, points, call.Aborted).ConfigureAwait(false);
        await TagsAsync(call, run, tagged).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);

        static void Limit(string what, int count, int most)
        {
            if (count > most)
            {
                throw MlflowAnswerException.Invalid($"A batch logging request can contain at most {most} {what}. Got {count}. Please split up {what} across multiple requests and try again.");
            }
        }
    }

    private async Task ModelAsync(MlflowCall call)
    {
        Run run = await runs.RequireAsync(call, active: true).ConfigureAwait(false);
        string model = call.Required("model_json");
        try
        {
            using JsonDocument json = JsonDocument.Parse(model);
        }
        catch (JsonException e)
        {
            throw MlflowAnswerException.Invalid($"Malformed model info: {e.Message}", e);
        }

        string history = run.Tags.TryGetValue(Models, out string? before) && before.EndsWith(']') && before != "[]" ? $"{before[..^1]}, {model}]" : $"[{model}]";
        await catalog.Runs.SetTagsAsync(run.Id, new Dictionary<string, string?> { [Models] = history }, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task InputsAsync(MlflowCall call)
    {
        Run run = await runs.RequireAsync(call, active: true).ConfigureAwait(false);
        var inputs = new List<RunInput>();
        foreach (JsonElement item in call.Items("datasets"))
        {
            if (!item.TryGetProperty("dataset", out JsonElement dataset))
            {
                throw MlflowAnswerException.Invalid("Missing value for required parameter 'dataset' in 'datasets'.");
            }

            string context = item.TryGetProperty("tags", out JsonElement tags) && tags.ValueKind == JsonValueKind.Array
                ? tags.EnumerateArray().Where(t => MlflowCall.Member(t, "key", "tags") == Context).Select(t => MlflowCall.Member(t, "value", "tags")).FirstOrDefault() ?? ""
                : "";
            inputs.Add(new RunInput(Need(dataset, "name"), Need(dataset, "digest"))
            {
                Context = context,
                SourceType = MlflowCall.Member(dataset, "source_type", "dataset") ?? "",
                Source = MlflowCall.Member(dataset, "source", "dataset") ?? "",
                Schema = MlflowCall.Member(dataset, "schema", "dataset"),
                Profile = MlflowCall.Member(dataset, "profile", "dataset"),
            });
        }

        await catalog.Runs.AddInputsAsync(run.Id, inputs, call.Aborted).ConfigureAwait(false);
        foreach (JsonElement model in call.Items("models"))
        {
            string id = MlflowCall.Member(model, "model_id", "models") ?? throw MlflowAnswerException.Invalid("Missing value for required parameter 'model_id' in 'models'.");
            await catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Run(id), LineageNode.Run(run.Id), RunCalls.InputModel)], call.Aborted).ConfigureAwait(false);
        }

        await call.AnswerAsync().ConfigureAwait(false);

        static string Need(JsonElement dataset, string name) => MlflowCall.Member(dataset, name, "dataset") is { Length: > 0 } text ? text : throw MlflowAnswerException.Invalid($"Missing value for required parameter '{name}' of a dataset.");
    }

    private async Task OutputsAsync(MlflowCall call)
    {
        Run run = await runs.RequireAsync(call, active: true).ConfigureAwait(false);
        string[] models = [.. call.Items("models").Select(m => MlflowCall.Member(m, "model_id", "models") ?? throw MlflowAnswerException.Invalid("Missing value for required parameter 'model_id' in 'models'."))];
        await catalog.Lineage.AddAsync([.. models.Select(id => new LineageEdge(LineageNode.Run(run.Id), LineageNode.Run(id), RunCalls.OutputModel))], call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task ParametersAsync(MlflowCall call, Run run, IEnumerable<KeyValuePair<string, string>> parameters)
    {
        Dictionary<string, string> all = parameters.ToDictionary(p => MlflowRules.Key(p.Key, "parameter"), p => MlflowRules.Parameter(p.Key, p.Value));
        if (all.Count == 0)
        {
            return;
        }

        try
        {
            await catalog.Runs.AddParametersAsync(run.Id, all, call.Aborted).ConfigureAwait(false);
        }
        catch (CatalogConflictException e)
        {
            throw MlflowAnswerException.Invalid($"Changing param values is not allowed. {e.Message}", e);
        }
    }

    /// <summary>Points of the run, and of the logged model that a point names.</summary>
    private async Task PointsAsync(Run run, IReadOnlyList<(MetricPoint Point, string? Model)> points, CancellationToken cancellationToken)
    {
        string[] models = [.. points.Select(p => p.Model).OfType<string>().Where(m => m.Length > 0).Distinct()];
        foreach (string model in models)
        {
            await LoggedModelCalls.RequireAsync(catalog, model, cancellationToken).ConfigureAwait(false);
        }

        if (points.Count > 0)
        {
            await catalog.Runs.AddMetricsAsync(run.Id, [.. points.Select(p => p.Point)], cancellationToken).ConfigureAwait(false);
        }

        foreach (string model in models)
        {
            await catalog.Runs.AddMetricsAsync(model, [.. points.Where(p => p.Model == model).Select(p => p.Point)], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task TagsAsync(MlflowCall call, Run run, Dictionary<string, string> tags)
    {
        if (tags.Remove(MlflowJson.RunName, out string? name) | tags.Remove(MlflowJson.ParentRun, out string? parent))
        {
            await catalog.Runs.ChangeAsync(run.Id, new RunChange { Name = name, ParentId = parent }, call.Aborted).ConfigureAwait(false);
        }

        if (tags.Count > 0)
        {
            await catalog.Runs.SetTagsAsync(run.Id, tags.ToDictionary(t => MlflowRules.Key(t.Key, "tag"), t => (string?)MlflowRules.Tag(t.Key, t.Value)), call.Aborted).ConfigureAwait(false);
        }
    }

    private static (MetricPoint Point, string? Model) Point(JsonElement item, string name)
    {
        string key = MlflowRules.Key(MlflowCall.Member(item, "key", name), "metric");
        if (!item.TryGetProperty("value", out JsonElement value) || value.ValueKind is JsonValueKind.Null)
        {
            throw MlflowAnswerException.Invalid($"Missing value for required parameter 'value' of metric '{key}'.");
        }

        long at = item.TryGetProperty("timestamp", out JsonElement timestamp) && timestamp.ValueKind != JsonValueKind.Null
            ? MlflowCall.Whole(timestamp, "timestamp")
            : throw MlflowAnswerException.Invalid($"Missing value for required parameter 'timestamp' of metric '{key}'.");
        if (at < 0 || at > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            throw MlflowAnswerException.Invalid($"Got invalid timestamp {at} for metric '{key}'. Timestamps are milliseconds since 1970, not negative.");
        }

        long step = item.TryGetProperty("step", out JsonElement s) && s.ValueKind != JsonValueKind.Null ? MlflowCall.Whole(s, "step") : 0;
        return (new MetricPoint(key, MlflowCall.Real(value, $"{name}.value"), step, DateTimeOffset.FromUnixTimeMilliseconds(at)), MlflowCall.Member(item, "model_id", name));
    }
}
