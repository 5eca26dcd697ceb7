namespace AiInfra.Core.Catalog;

/// <summary>Something that came from something.</summary>
/// <param name="Kind">"source", "dataset", "run", "model", "deployment", "prediction", "artifact"…</param>
/// <param name="Id">Id among its kind; of a model "name/version", of a dataset the commit's id.</param>
public sealed record LineageNode(string Kind, string Id)
{
    /// <summary>A file, table or stream outside.</summary>
    public static LineageNode Source(string uri) => new("source", uri);

    /// <summary>A dataset commit.</summary>
    public static LineageNode Dataset(string commitId) => new("dataset", commitId);

    /// <summary>A run.</summary>
    public static LineageNode Run(string runId) => new("run", runId);

    /// <summary>A model version.</summary>
    public static LineageNode ModelVersion(string model, int version) => new("model", $"{model}/{version}");

    /// <summary>A deployment.</summary>
    public static LineageNode Deployment(string name) => new("deployment", name);

    /// <summary>A prediction.</summary>
    public static LineageNode Prediction(string id) => new("prediction", id);

    /// <inheritdoc />
    public override string ToString() => $"{Kind}:{Id}";
}
