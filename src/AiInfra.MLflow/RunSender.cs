using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;

namespace AiInfra.MLflow;

/// <summary>Makes the calls of an entry. Made again after a failure they change nothing: a run is found by its tag, and what was logged is logged once.</summary>
internal sealed class RunSender(MlflowServer server, IRunStore runs, IArtifactStore? artifacts)
{
    public const int MostPoints = 1000;
    private const int MostPairs = 100;
    private const int LongestKey = 250;
    private const int LongestParameter = 6000;
    private const int LongestTag = 5000;
    private const string OwnRun = "aiinfra.run";
    private readonly Dictionary<string, (string Id, string Artifacts)> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _experiments = new(StringComparer.Ordinal);
    private long _shortened;

    public long Shortened => Interlocked.Read(ref _shortened);

    /// <summary>Values that the server would refuse the whole call for.</summary>
    public static (LogEntry Entry, int Refused) Allowed(LogEntry e)
    {
        int refused = 0;
        var parameters = e.Parameters?.Where(p => Keep(p.Key)).ToDictionary();
        var tags = e.Tags?.Where(t => Keep(t.Key)).ToDictionary();
        List<LogPoint>? points = e.Metrics is { } all && all.TrueForAll(p => IsName(p.Key)) ? all : e.Metrics?.Where(p => Keep(p.Key)).ToList();
        return (e with { Parameters = parameters, Tags = tags, Metrics = points }, refused);

        bool Keep(string key)
        {
            bool fine = IsName(key);
            refused += fine ? 0 : 1;
            return fine;
        }
    }

    public async Task SendAsync(LogEntry e, CancellationToken cancellationToken)
    {
        (string id, string root) = await RunAsync(e.Run, cancellationToken).ConfigureAwait(false);
        foreach (KeyValuePair<string, string>[] part in (e.Parameters ?? []).Chunk(MostPairs))
        {
            await BatchAsync(id, json => Pairs(json, "params", part.Select(p => (p.Key, Short(p.Value, LongestParameter)))), cancellationToken).ConfigureAwait(false);
        }

        foreach (KeyValuePair<string, string?>[] part in (e.Tags ?? []).Where(t => t.Value is not null).Chunk(MostPairs))
        {
            await BatchAsync(id, json => Pairs(json, "tags", part.Select(p => (p.Key, Short(p.Value!, LongestTag)))), cancellationToken).ConfigureAwait(false);
        }

        foreach ((string key, _) in (e.Tags ?? []).Where(t => t.Value is null))
        {
            await UnlessAbsentAsync(server.PostAsync("runs/delete-tag", json => Named(json, id, "key", key), cancellationToken)).ConfigureAwait(false);
        }

        foreach (LogPoint[] part in (e.Metrics ?? []).Chunk(MostPoints))
        {
            await BatchAsync(id, json => Points(json, part), cancellationToken).ConfigureAwait(false);
        }

        if (e.Inputs is { } inputs)
        {
            await server.PostAsync("runs/log-inputs", json => Inputs(json, id, inputs), cancellationToken).ConfigureAwait(false);
        }

        foreach ((string path, string digest) in e.Files ?? [])
        {
            Stream content = await (artifacts ?? throw new MlflowRefusal("There is no artifact store to read files from")).OpenAsync(ArtifactDigest.Parse(digest), cancellationToken).ConfigureAwait(false);
            await using (content.ConfigureAwait(false))
            {
                await server.UploadAsync(root, path, content, cancellationToken).ConfigureAwait(false);
            }
        }

        if (e.Status is { } status)
        {
            await server.PostAsync(
                "runs/update",
                json =>
                {
                    Named(json, id, "status", status);
                    if (e.EndedAt is { } ended)
                    {
                        json.WriteNumber("end_time", ended);
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The server's run of one of ours: known, found by its tag, or made.</summary>
    private async Task<(string Id, string Artifacts)> RunAsync(string own, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(own, out (string, string) known))
        {
            return known;
        }

        Run run = await runs.FindAsync(own, cancellationToken).ConfigureAwait(false) ?? throw new MlflowRefusal($"The catalog has no run '{own}' any more");
        string experiment = await ExperimentAsync(run.Experiment, cancellationToken).ConfigureAwait(false);
        JsonElement found = await server.PostAsync(
            "runs/search",
            json =>
            {
                json.WriteStartArray("experiment_ids");
                json.WriteStringValue(experiment);
                json.WriteEndArray();
                json.WriteString("filter", $"tags.\"{OwnRun}\" = '{own.Replace("'", "''", StringComparison.Ordinal)}'");
                json.WriteNumber("max_results", 1);
                json.WriteString("run_view_type", "ALL");
            },
            cancellationToken).ConfigureAwait(false);
        JsonElement there = found.TryGetProperty("runs", out JsonElement list) && list.GetArrayLength() > 0 ? list[0] : await MakeAsync(run, experiment, cancellationToken).ConfigureAwait(false);
        JsonElement info = there.GetProperty("info");
        return _known[own] = (info.GetProperty("run_id").GetString()!, info.TryGetProperty("artifact_uri", out JsonElement uri) ? uri.GetString() ?? "" : "");
    }

    private async Task<JsonElement> MakeAsync(Run run, string experiment, CancellationToken cancellationToken)
    {
        // The parent is there before: it started before, and calls are made in order.
        string? parent = run.ParentId is { } p && await runs.FindAsync(p, cancellationToken).ConfigureAwait(false) is not null ? (await RunAsync(p, cancellationToken).ConfigureAwait(false)).Id : null;
        JsonElement made = await server.PostAsync(
            "runs/create",
            json =>
            {
                json.WriteString("experiment_id", experiment);
                json.WriteString("run_name", run.Name);
                json.WriteNumber("start_time", run.StartedAt.ToUnixTimeMilliseconds());
                Pairs(json, "tags", [(OwnRun, run.Id), ("mlflow.runName", run.Name), ("aiinfra.kind", run.Kind), .. parent is null ? [] : new[] { ("mlflow.parentRunId", parent) }]);
            },
            cancellationToken).ConfigureAwait(false);
        return made.GetProperty("run");
    }

    private async Task<string> ExperimentAsync(string name, CancellationToken cancellationToken)
    {
        if (_experiments.TryGetValue(name, out string? known))
        {
            return known;
        }

        try
        {
            JsonElement made = await server.PostAsync("experiments/create", json => json.WriteString("name", name), cancellationToken).ConfigureAwait(false);
            return _experiments[name] = made.GetProperty("experiment_id").GetString()!;
        }
        catch (MlflowRefusal e) when (e.Code is "RESOURCE_ALREADY_EXISTS" or "ALREADY_EXISTS")
        {
            JsonElement found = await server.GetAsync("experiments/get-by-name", "experiment_name", name, cancellationToken).ConfigureAwait(false);
            return _experiments[name] = found.GetProperty("experiment").GetProperty("experiment_id").GetString()!;
        }
    }

    private static async Task UnlessAbsentAsync(Task<JsonElement> call)
    {
        try
        {
            await call.ConfigureAwait(false);
        }
        catch (MlflowRefusal e) when (e.Code == "RESOURCE_DOES_NOT_EXIST")
        {
            // Removed before the answer was lost.
        }
    }

    private Task<JsonElement> BatchAsync(string id, Action<Utf8JsonWriter> what, CancellationToken cancellationToken) => server.PostAsync(
        "runs/log-batch",
        json =>
        {
            json.WriteString("run_id", id);
            what(json);
        },
        cancellationToken);

    private string Short(string value, int most)
    {
        if (value.Length <= most)
        {
            return value;
        }

        Interlocked.Increment(ref _shortened);
        return value[..(most - 1)] + "…";
    }

    private static bool IsName(string key) => key.Length is > 0 and <= LongestKey
        && key.All(c => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or ' ' or '/' or ':')
        && !key.Split('/').Any(p => p is "" or "." or "..");

    private static void Named(Utf8JsonWriter json, string id, string name, string value)
    {
        json.WriteString("run_id", id);
        json.WriteString(name, value);
    }

    private static void Pairs(Utf8JsonWriter json, string name, IEnumerable<(string Key, string Value)> pairs)
    {
        json.WriteStartArray(name);
        foreach ((string key, string value) in pairs)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteString("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Points(Utf8JsonWriter json, LogPoint[] points)
    {
        json.WriteStartArray("metrics");
        foreach (LogPoint p in points)
        {
            json.WriteStartObject();
            json.WriteString("key", p.Key);
            if (double.IsFinite(p.Value))
            {
                json.WriteNumber("value", p.Value);
            }
            else
            {
                json.WriteString("value", double.IsNaN(p.Value) ? "NaN" : p.Value > 0 ? "Infinity" : "-Infinity");
            }

            json.WriteNumber("timestamp", p.At);
            json.WriteNumber("step", p.Step);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Inputs(Utf8JsonWriter json, string id, List<LogInput> inputs)
    {
        json.WriteString("run_id", id);
        json.WriteStartArray("datasets");
        foreach (LogInput input in inputs)
        {
            json.WriteStartObject();
            Pairs(json, "tags", input.Context.Length == 0 ? [] : [("mlflow.data.context", input.Context)]);
            json.WriteStartObject("dataset");
            json.WriteString("name", input.Name);
            json.WriteString("digest", input.Digest);
            json.WriteString("source_type", input.SourceType.Length == 0 ? "aiinfra" : input.SourceType);
            json.WriteString("source", input.Source.Length == 0 ? "{}" : input.Source);
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
    }
}
