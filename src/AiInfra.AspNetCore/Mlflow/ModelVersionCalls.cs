using System.Globalization;
using System.Text;
using System.Text.Json;
using AiInfra.Core.Artifacts;
using AiInfra.Core.Catalog;
using static AiInfra.AspNetCore.Mlflow.MlflowVerb;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary><c>model-versions/…</c></summary>
internal sealed class ModelVersionCalls(ICatalog catalog, IArtifactStore artifacts)
{
    /// <summary>The one file of a version whose bytes lie elsewhere: its address.</summary>
    private const string Elsewhere = "source.uri";

    private static readonly ListFilter<ModelVersion> s_filter = new(
        new Dictionary<string, Func<ModelVersion, string?>> { ["name"] = v => v.Model, ["run_id"] = v => v.RunId, ["source_path"] = VersionTags.SourceOf },
        new Dictionary<string, Func<ModelVersion, double>>
        {
            ["version_number"] = v => v.Version,
            ["creation_timestamp"] = v => MlflowJson.Milliseconds(v.RegisteredAt),
            ["last_updated_timestamp"] = v => MlflowJson.Milliseconds(v.RegisteredAt),
        },
        VersionTags.Visible);

    public IEnumerable<MlflowVerb> All() =>
    [
        Change("POST", "/model-versions/create", CreateAsync),
        Read("GET", "/model-versions/get", async c => await AnswerAsync(catalog, c, await RequireAsync(catalog, c).ConfigureAwait(false)).ConfigureAwait(false)),
        Change("PATCH", "/model-versions/update", c => SetAsync(c, VersionTags.Description, c.Text("description") ?? "")),
        Change("DELETE", "/model-versions/delete", DeleteAsync),
        Change("POST", "/model-versions/transition-stage", StageAsync),
        Read("GET", "/model-versions/search", SearchAsync),
        Read("GET", "/model-versions/get-download-uri", AddressAsync),
        Change("POST", "/model-versions/set-tag", c => TagAsync(c, MlflowRules.Tag(c.Required("key"), c.Text("value") ?? ""))),
        Change("DELETE", "/model-versions/delete-tag", c => TagAsync(c, null)),
    ];

    public static async Task<ModelVersion> RequireAsync(ICatalog catalog, MlflowCall call)
    {
        string name = call.Required("name");
        string version = call.Required("version");
        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? await catalog.Models.FindAsync(name, number, call.Aborted).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"Model Version (name={name}, version={version}) not found")
            : throw MlflowAnswerException.Invalid($"Parameter 'version' must be an integer, got '{version}'.");
    }

    public static async Task AnswerAsync(ICatalog catalog, MlflowCall call, ModelVersion version)
    {
        IReadOnlyDictionary<string, int> aliases = await catalog.Models.AliasesAsync(version.Model, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json =>
        {
            json.WriteStartObject("model_version");
            Write(json, version, aliases);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    public static void Write(Utf8JsonWriter json, ModelVersion v, IReadOnlyDictionary<string, int> aliases)
    {
        json.WriteString("name", v.Model);
        json.WriteString("version", $"{v.Version}");
        json.WriteNumber("creation_timestamp", MlflowJson.Milliseconds(v.RegisteredAt));
        json.WriteNumber("last_updated_timestamp", MlflowJson.Milliseconds(v.RegisteredAt));
        json.WriteString("current_stage", VersionTags.StageOf(v));
        json.WriteString("description", VersionTags.Of(v, VersionTags.Description));
        json.WriteString("source", VersionTags.SourceOf(v));
        json.WriteString("run_id", v.RunId ?? "");
        json.WriteString("run_link", VersionTags.Of(v, VersionTags.RunLink));
        json.WriteString("model_id", VersionTags.Of(v, VersionTags.ModelId));
        json.WriteString("status", "READY");
        json.Pairs("tags", VersionTags.Visible(v));
        json.WriteStartArray("aliases");
        foreach (string alias in aliases.Where(a => a.Value == v.Version).Select(a => a.Key).Order(StringComparer.Ordinal))
        {
            json.WriteStringValue(alias);
        }

        json.WriteEndArray();
    }

    private async Task CreateAsync(MlflowCall call)
    {
        string name = call.Required("name");
        string source = call.Required("source");
        if (await catalog.GetRequiredStore<IRegisteredModelStore>().FindAsync(name, call.Aborted).ConfigureAwait(false) is null)
        {
            throw MlflowAnswerException.Absent($"Registered Model with name={name} not found");
        }

        string? modelId = call.Text("model_id") is { Length: > 0 } id ? id : null;
        string? runId = call.Text("run_id") is { Length: > 0 } run ? run : null;
        Dictionary<string, ArtifactDigest> files = await FilesAsync(source, call.Aborted).ConfigureAwait(false);
        Dictionary<string, string> tags = call.Pairs("tags");
        tags[VersionTags.Source] = source;
        Note(VersionTags.Description, call.Text("description"));
        Note(VersionTags.RunLink, call.Text("run_link"));
        Note(VersionTags.ModelId, modelId);
        ModelVersion version = await catalog.Models.RegisterAsync(new ModelVersion { Model = name, Files = files, RunId = runId, Tags = tags }, call.Aborted).ConfigureAwait(false);
        if (tags.Any(t => version.Tags.GetValueOrDefault(t.Key) != t.Value))
        {
            // The same files of the same run are one version: what is said of it anew holds.
            await catalog.Models.SetTagsAsync(name, version.Version, tags.ToDictionary(t => t.Key, t => (string?)t.Value), call.Aborted).ConfigureAwait(false);
            version = (await catalog.Models.FindAsync(name, version.Version, call.Aborted).ConfigureAwait(false))!;
        }

        if (runId is not null)
        {
            await catalog.Lineage.AddAsync([new LineageEdge(LineageNode.Run(runId), LineageNode.ModelVersion(name, version.Version), "made")], call.Aborted).ConfigureAwait(false);
        }

        await AnswerAsync(catalog, call, version).ConfigureAwait(false);

        void Note(string tag, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                tags[tag] = value;
            }
        }
    }

    /// <summary>The files that a source names, so that a deployment of ours can serve them.</summary>
    private async Task<Dictionary<string, ArtifactDigest>> FilesAsync(string source, CancellationToken cancellationToken)
    {
        if (ArtifactPlace.OfSource(source) is not { } place)
        {
            return new() { [Elsewhere] = await artifacts.PutBytesAsync(Encoding.UTF8.GetBytes(source), cancellationToken).ConfigureAwait(false) };
        }

        if (place.Model is { } model)
        {
            ModelVersion of = await catalog.Models.FindAsync(model, place.Version, cancellationToken).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"There is no version {place.Version} of model '{model}'.");
            return of.Files.ToDictionary();
        }

        IReadOnlyList<RunArtifact> found = await catalog.Runs.ArtifactsAsync(place.Run!, place.Path.Length == 0 ? null : place.Path, cancellationToken).ConfigureAwait(false);
        return found.Count == 0
            ? throw MlflowAnswerException.Invalid($"The source '{source}' has no files here. Log the model's files to the run first.")
            : found.ToDictionary(f => f.Path == place.Path ? f.Path.Split('/')[^1] : place.Path.Length == 0 ? f.Path : f.Path[(place.Path.Length + 1)..], f => f.Digest);
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        ModelVersion version = await RequireAsync(catalog, call).ConfigureAwait(false);
        await catalog.Models.DeleteAsync(version.Model, version.Version, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task StageAsync(MlflowCall call)
    {
        string asked = call.Required("stage");
        string stage = Array.Find(VersionTags.Stages, s => string.Equals(s, asked, StringComparison.OrdinalIgnoreCase)) ?? throw MlflowAnswerException.Invalid($"Invalid Model Version stage: {asked}. Value must be one of {string.Join(", ", VersionTags.Stages)}.");
        ModelVersion version = await RequireAsync(catalog, call).ConfigureAwait(false);
        if (call.Flag("archive_existing_versions"))
        {
            foreach (ModelVersion other in (await catalog.Models.VersionsAsync(version.Model, call.Aborted).ConfigureAwait(false)).Where(v => v.Version != version.Version && VersionTags.StageOf(v) == stage))
            {
                await catalog.Models.SetTagsAsync(other.Model, other.Version, new Dictionary<string, string?> { [VersionTags.Stage] = "Archived" }, call.Aborted).ConfigureAwait(false);
            }
        }

        await SetAsync(call, VersionTags.Stage, stage == VersionTags.NoStage ? null : stage).ConfigureAwait(false);
    }

    private async Task SearchAsync(MlflowCall call)
    {
        var all = new List<ModelVersion>();
        foreach (string model in await catalog.Models.ListAsync(call.Aborted).ConfigureAwait(false))
        {
            all.AddRange(await catalog.Models.VersionsAsync(model, call.Aborted).ConfigureAwait(false));
        }

        ModelVersion[] found = [.. s_filter.Order(s_filter.Where(all, call.Text("filter")), call.Texts("order_by"), vs => vs.OrderByDescending(v => v.RegisteredAt).ThenBy(v => v.Model, StringComparer.Ordinal).ThenByDescending(v => v.Version))];
        (IReadOnlyList<ModelVersion> page, string? next) = Paging.Page(call, found, 10_000, 200_000);
        var aliases = new Dictionary<string, IReadOnlyDictionary<string, int>>(StringComparer.Ordinal);
        foreach (string model in page.Select(v => v.Model).Distinct())
        {
            aliases[model] = await catalog.Models.AliasesAsync(model, call.Aborted).ConfigureAwait(false);
        }

        await call.AnswerAsync(json =>
        {
            json.WriteStartArray("model_versions");
            foreach (ModelVersion version in page)
            {
                json.WriteStartObject();
                Write(json, version, aliases[version.Model]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Paging.Next(json, next);
        }).ConfigureAwait(false);
    }

    private async Task AddressAsync(MlflowCall call)
    {
        ModelVersion version = await RequireAsync(catalog, call).ConfigureAwait(false);
        await call.AnswerAsync(json => json.WriteString("artifact_uri", version.Files.ContainsKey(Elsewhere) ? VersionTags.SourceOf(version) : ArtifactPlace.Of(version.Model, version.Version))).ConfigureAwait(false);
    }

    private async Task TagAsync(MlflowCall call, string? value)
    {
        ModelVersion version = await RequireAsync(catalog, call).ConfigureAwait(false);
        await catalog.Models.SetTagsAsync(version.Model, version.Version, new Dictionary<string, string?> { [call.Required("key")] = value }, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task SetAsync(MlflowCall call, string tag, string? value)
    {
        ModelVersion version = await RequireAsync(catalog, call).ConfigureAwait(false);
        await catalog.Models.SetTagsAsync(version.Model, version.Version, new Dictionary<string, string?> { [tag] = value }, call.Aborted).ConfigureAwait(false);
        await AnswerAsync(catalog, call, await RequireAsync(catalog, call).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
