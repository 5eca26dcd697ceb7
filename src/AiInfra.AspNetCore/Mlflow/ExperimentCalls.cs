using AiInfra.Core.Catalog;
using static AiInfra.AspNetCore.Mlflow.MlflowVerb;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary><c>experiments/…</c></summary>
internal sealed class ExperimentCalls(ICatalog catalog)
{
    private const int Most = 50_000;
    private static readonly ListFilter<Experiment> s_filter = new(
        new Dictionary<string, Func<Experiment, string?>> { ["name"] = e => e.Name },
        new Dictionary<string, Func<Experiment, double>> { ["creation_time"] = e => MlflowJson.Milliseconds(e.CreatedAt), ["last_update_time"] = e => MlflowJson.Milliseconds(e.ChangedAt), ["experiment_id"] = e => e.Id },
        e => e.Tags);

    private readonly IExperimentStore _experiments = catalog.GetRequiredStore<IExperimentStore>();

    public IEnumerable<MlflowVerb> All() =>
    [
        Change("POST", "/experiments/create", CreateAsync),
        Read("GET", "/experiments/get-by-name", ByNameAsync),
        Read("GET", "/experiments/get", async c => await AnswerAsync(c, await RequireAsync(c).ConfigureAwait(false)).ConfigureAwait(false)),
        Read("POST", "/experiments/search", SearchAsync),
        Read("GET", "/experiments/search", SearchAsync),
        Read("GET", "/experiments/list", SearchAsync),
        Change("POST", "/experiments/delete", c => MarkAsync(c, true)),
        Change("POST", "/experiments/restore", c => MarkAsync(c, false)),
        Change("POST", "/experiments/update", RenameAsync),
        Change("POST", "/experiments/set-experiment-tag", c => TagAsync(c, MlflowRules.Tag(c.Required("key"), c.Text("value") ?? ""))),
        Change("POST", "/experiments/delete-experiment-tag", c => TagAsync(c, null)),
    ];

    private async Task CreateAsync(MlflowCall call)
    {
        string name = MlflowRules.Experiment(call.Required("name"));
        if (call.Text("artifact_location") is { Length: > 0 } elsewhere && !elsewhere.StartsWith("mlflow-artifacts:", StringComparison.Ordinal))
        {
            throw MlflowAnswerException.Invalid($"Artifacts are kept by this server; leave artifact_location out, it is '{elsewhere}'.");
        }

        try
        {
            Experiment made = await _experiments.CreateAsync(name, call.Pairs("tags"), call.Aborted).ConfigureAwait(false);
            await call.AnswerAsync(json => json.WriteString("experiment_id", $"{made.Id}")).ConfigureAwait(false);
        }
        catch (CatalogConflictException e)
        {
            throw new MlflowAnswerException("RESOURCE_ALREADY_EXISTS", e.Message, e);
        }
    }

    private async Task ByNameAsync(MlflowCall call)
    {
        string name = call.Required("experiment_name");
        await AnswerAsync(call, await _experiments.FindAsync(name, call.Aborted).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"Could not find experiment with name '{name}'.")).ConfigureAwait(false);
    }

    private async Task SearchAsync(MlflowCall call)
    {
        RunView view = View(call.Text("view_type"));
        IEnumerable<Experiment> all = (await _experiments.ListAsync(call.Aborted).ConfigureAwait(false)).Where(e => view == RunView.All || e.DeletedAt is null == (view == RunView.Active));
        Experiment[] found = [.. s_filter.Order(s_filter.Where(all, call.Text("filter")), call.Texts("order_by"), es => es.OrderByDescending(e => e.ChangedAt).ThenBy(e => e.Id))];
        (IReadOnlyList<Experiment> page, string? next) = Paging.Page(call, found, 1000, Most);
        await call.AnswerAsync(json =>
        {
            json.WriteStartArray("experiments");
            foreach (Experiment e in page)
            {
                json.WriteStartObject();
                json.Experiment(e);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            Paging.Next(json, next);
        }).ConfigureAwait(false);
    }

    private async Task MarkAsync(MlflowCall call, bool deleted)
    {
        Experiment experiment = await RequireAsync(call).ConfigureAwait(false);
        if (experiment.DeletedAt is null != deleted)
        {
            throw MlflowAnswerException.Absent($"No {(deleted ? "active" : "deleted")} experiment with id {experiment.Id} exists.");
        }

        await _experiments.SetDeletedAsync(experiment.Id, deleted, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task RenameAsync(MlflowCall call)
    {
        Experiment experiment = await RequireAsync(call).ConfigureAwait(false);
        if (experiment.DeletedAt is not null)
        {
            throw new MlflowAnswerException("INVALID_STATE", $"The experiment {experiment.Id} is deleted and can't be renamed; restore it first.");
        }

        try
        {
            await _experiments.RenameAsync(experiment.Id, MlflowRules.Experiment(call.Required("new_name")), call.Aborted).ConfigureAwait(false);
        }
        catch (CatalogConflictException e)
        {
            throw new MlflowAnswerException("RESOURCE_ALREADY_EXISTS", e.Message, e);
        }

        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task TagAsync(MlflowCall call, string? value)
    {
        Experiment experiment = await RequireAsync(call).ConfigureAwait(false);
        if (value is null && !experiment.Tags.ContainsKey(call.Required("key")))
        {
            throw MlflowAnswerException.Absent($"No tag with name: {call.Required("key")} in experiment with id {experiment.Id}.");
        }

        await _experiments.SetTagsAsync(experiment.Id, new Dictionary<string, string?> { [MlflowRules.Key(call.Required("key"), "tag")] = value }, call.Aborted).ConfigureAwait(false);
        await call.AnswerAsync().ConfigureAwait(false);
    }

    private async Task<Experiment> RequireAsync(MlflowCall call)
    {
        long id = call.Whole("experiment_id") ?? throw MlflowAnswerException.Invalid("Missing value for required parameter 'experiment_id'.");
        return await _experiments.FindAsync(id, call.Aborted).ConfigureAwait(false) ?? throw MlflowAnswerException.Absent($"No experiment with id {id} exists.");
    }

    private static Task AnswerAsync(MlflowCall call, Experiment experiment) => call.AnswerAsync(json =>
    {
        json.WriteStartObject("experiment");
        json.Experiment(experiment);
        json.WriteEndObject();
    });

    public static RunView View(string? view) => view switch
    {
        null or "" or "ACTIVE_ONLY" or "1" => RunView.Active,
        "DELETED_ONLY" or "2" => RunView.Deleted,
        "ALL" or "3" => RunView.All,
        _ => throw MlflowAnswerException.Invalid($"Unknown view type '{view}'; there are ACTIVE_ONLY, DELETED_ONLY, ALL."),
    };
}
