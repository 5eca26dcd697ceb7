using System.Text.Json;
using AiInfra.Core.Catalog;
using static AiInfra.AspNetCore.Mlflow.MlflowVerb;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary><c>registered-models/…</c></summary>
internal sealed class RegisteredModelCalls(ICatalog catalog, TimeProvider time)
{
    private static readonly ListFilter<RegisteredModel> s_filter = new(
        new Dictionary<string, Func<RegisteredModel, string?>> { ["name"] = m => m.Name },
        new Dictionary<string, Func<RegisteredModel, double>>
        {
            ["creation_timestamp"] = m => MlflowJson.Milliseconds(m.CreatedAt),
            ["last_updated_timestamp"] = m => MlflowJson.Milliseconds(m.ChangedAt),
            ["timestamp"] = m => MlflowJson.Milliseconds(m.ChangedAt),
        },
        m => m.Tags);

    private readonly IRegisteredModelStore _models = catalog.GetRequiredStore<IRegisteredModelStore>();

    public IEnumerable<MlflowVerb> All() =>
    [
        Change("POST", "/registered-models/create", CreateAsync),
        Change("POST", "/registered-models/rename", RenameAsync),
        Change("PATCH", "/registered-models/update", UpdateAsync),
        Change("DELETE", "/registered-models/delete", DeleteAsync),
        Read("GET", "/registered-models/get", async c => await AnswerAsync(c, await RequireAsync(c).ConfigureAwait(false)).ConfigureAwait(false)),
        Read("GET", "/registered-models/search", SearchAsync),
        Read("POST", "/registered-models/get-latest-versions", LatestAsync),
        Read("GET", "/registered-models/get-latest-versions", LatestAsync),
        Change("POST", "/registered-models/set-tag", c => TagAsync(c, MlflowRules.Tag(c.Required("key"), c.Text("value") ?? ""))),
        Change("DELETE", "/registered-models/delete-tag", c => TagAsync(c, null)),
        Change("POST", "/registered-models/alias", SetAliasAsync),
        Change("DELETE", "/registered-models/alias", DeleteAliasAsync),
        Read("GET", "/registered-models/alias", AliasAsync),
    ];

    private async Task CreateAsync(MlflowCall call)
    {
        try
        {
            await AnswerAsync(call, await _models.CreateAsync(call.Required("name"), call.Text("description") ?? "", call.Pairs("tags"), call.Aborted).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (CatalogConflictException e)
        {
            throw new MlflowAnswerException("RESOURCE_ALREADY_EXISTS", e.Message, e);
        }
    }

    private async Task RenameAsync(MlflowCall call)
    {
        RegisteredModel model = await RequireAsync(call).ConfigureAwait(false);
        string to = call.Required("new_name");
        if (to != model.Name && await _models.FindAsync(to, call.Aborted).ConfigureAwait(false) is not null)
        {
            throw new MlflowAnswerException("RESOURCE_ALREADY_EXISTS", $"There is a model '{to}' already.");
        }

        await _models.RenameAsync(model.Name, to, call.Aborted).ConfigureAwait(false);
        await AnswerAsync(call, (await _models.FindAsync(to, call.Aborted).ConfigureAwait(false))!).ConfigureAwait(false);
    }

    private async Task UpdateAsync(MlflowCall call)
    {
        RegisteredModel model = await RequireAsync(call).ConfigureAwait(false);
        await _models.DescribeAsync(model.Name, call.Text("description") ?? "", call.Aborted).ConfigureAwait(false);
        await AnswerAsync(call, await RequireAsync(call).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task DeleteAsync(MlflowCall call)
    {
        await _models.DeleteAsync((await RequireAsync(call).ConfigureAwait(false)).Name, call.Actor, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task SearchAsync(MlflowCall call)
    {
        RegisteredModel[] found = [.. s_filter.Order(s_filter.Where(await _models.ListAsync(call.Aborted).ConfigureAwait(false), call.Text("filter")), call.Texts("order_by"), ms => ms.OrderBy(m => m.Name, StringComparer.Ordinal))];
        (IReadOnlyList<RegisteredModel> page, string? next) = Paging.Page(call, found, 100, 1000);
        var written = new List<Action<Utf8JsonWriter>>();
        foreach (RegisteredModel model in page)
        {
            written.Add(await WriterAsync(model, call.Aborted).ConfigureAwait(false));
        }

        await call.AnswerAsync(json =>
        {
            json.WriteStartArray("registered_models");
            foreach (Action<Utf8JsonWriter> write in written)
            {
                json.WriteStartObject();
                write(json);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Paging.Next(json, next);
        }).ConfigureAwait(false);
    }

    private async Task LatestAsync(MlflowCall call)
    {
        RegisteredModel model = await RequireAsync(call).ConfigureAwait(false);
        IReadOnlyList<string> stages = call.Texts("stages");
        ModelVersion[] latest = [.. Latest(await catalog.Models.VersionsAsync(model.Name, call.Aborted).ConfigureAwait(false)).Where(v => stages.Count == 0 || stages.Contains(VersionTags.StageOf(v), StringComparer.OrdinalIgnoreCase))];
        IReadOnlyDictionary<string, int> aliases = await catalog.Models.AliasesAsync(model.Name, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json => Versions(json, "model_versions", latest, aliases)).ConfigureAwait(false);
    }

    private async Task TagAsync(MlflowCall call, string? value)
    {
        RegisteredModel model = await RequireAsync(call).ConfigureAwait(false);
        await _models.SetTagsAsync(model.Name, new Dictionary<string, string?> { [call.Required("key")] = value }, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task SetAliasAsync(MlflowCall call)
    {
        ModelVersion version = await ModelVersionCalls.RequireAsync(catalog, call).ConfigureAwait(false);
        await MoveAsync(call, version.Model, MlflowRules.Alias(call.Required("alias")), version.Version).ConfigureAwait(false);
    }

    private async Task DeleteAliasAsync(MlflowCall call) =>
        await MoveAsync(call, (await RequireAsync(call).ConfigureAwait(false)).Name, call.Required("alias"), null).ConfigureAwait(false);

    private async Task MoveAsync(MlflowCall call, string model, string alias, int? to)
    {
        // A deployment moves its aliases together with what answers: moved alone they would say what is not so.
        if (alias is "champion" or "challenger" && (await catalog.Deployments.ListAsync(call.Aborted).ConfigureAwait(false)).FirstOrDefault(d => d.Model == model) is { } deployment)
        {
            throw new MlflowAnswerException("BAD_REQUEST", $"Deployment '{deployment.Name}' serves model '{model}' and moves its alias '{alias}' with every promotion: promote there.");
        }

        IReadOnlyDictionary<string, int> aliases = await catalog.Models.AliasesAsync(model, call.Aborted).ConfigureAwait(false);
        int? from = aliases.TryGetValue(alias, out int now) ? now : null;
        if (from != to)
        {
            await catalog.Models.MoveAliasesAsync([new AliasMove(model, alias, from, to, call.Actor, "By MLflow's API.", time.GetUtcNow())], call.Aborted).ConfigureAwait(false);
        }

        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task AliasAsync(MlflowCall call)
    {
        RegisteredModel model = await RequireAsync(call).ConfigureAwait(false);
        string alias = call.Required("alias");
        ModelVersion version = await catalog.Models.FindAsync(model.Name, alias, call.Aborted).ConfigureAwait(false)
            ?? throw MlflowAnswerException.Invalid($"Registered model alias {alias} not found.");
        await ModelVersionCalls.AnswerAsync(catalog, call, version).ConfigureAwait(false);
    }

    private async Task<RegisteredModel> RequireAsync(MlflowCall call)
    {
        string name = call.Required("name");
        return await _models.FindAsync(name, call.Aborted).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"Registered Model with name={name} not found");
    }

    private async Task AnswerAsync(MlflowCall call, RegisteredModel model)
    {
        Action<Utf8JsonWriter> write = await WriterAsync(model, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync(json =>
        {
            json.WriteStartObject("registered_model");
            write(json);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }

    private async Task<Action<Utf8JsonWriter>> WriterAsync(RegisteredModel model, CancellationToken cancellationToken)
    {
        ModelVersion[] latest = [.. Latest(await catalog.Models.VersionsAsync(model.Name, cancellationToken).ConfigureAwait(false))];
        IReadOnlyDictionary<string, int> aliases = await catalog.Models.AliasesAsync(model.Name, cancellationToken).ConfigureAwait(false);
        return json =>
        {
            json.WriteString("name", model.Name);
            json.WriteNumber("creation_timestamp", MlflowJson.Milliseconds(model.CreatedAt));
            json.WriteNumber("last_updated_timestamp", MlflowJson.Milliseconds(model.ChangedAt));
            json.WriteString("description", model.Description);
            Versions(json, "latest_versions", latest, aliases);
            json.Pairs("tags", model.Tags);
            json.WriteStartArray("aliases");
            foreach ((string alias, int version) in aliases.OrderBy(a => a.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("alias", alias);
                json.WriteString("version", $"{version}");
                json.WriteEndObject();
            }

            json.WriteEndArray();
        };
    }

    /// <summary>The newest of every stage.</summary>
    private static IEnumerable<ModelVersion> Latest(IReadOnlyList<ModelVersion> versions) => versions.GroupBy(VersionTags.StageOf).Select(g => g.MaxBy(v => v.Version)!).OrderBy(v => v.Version);

    private static void Versions(Utf8JsonWriter json, string name, IEnumerable<ModelVersion> versions, IReadOnlyDictionary<string, int> aliases)
    {
        json.WriteStartArray(name);
        foreach (ModelVersion version in versions)
        {
            json.WriteStartObject();
            ModelVersionCalls.Write(json, version, aliases);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
