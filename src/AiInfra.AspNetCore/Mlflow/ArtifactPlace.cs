using System.Globalization;

namespace AiInfra.AspNetCore.Mlflow;

/// <summary>Where a file lies: in a run (<c>experiment/run/artifacts/path</c>), a logged model (<c>experiment/models/id/artifacts/path</c>) or a registered version (<c>registered/model/version/path</c>).</summary>
/// <param name="Run">The run, or the logged model's id.</param>
/// <param name="Model">The registered model.</param>
/// <param name="Version">Its version.</param>
/// <param name="Path">The path within it; empty for all.</param>
internal sealed record ArtifactPlace(string? Run, string? Model, int Version, string Path)
{
    public const string Scheme = "mlflow-artifacts:";
    private const string Registered = "registered";
    private const string Artifacts = "artifacts";

    public static string Of(string model, int version) => $"{Scheme}/{Registered}/{model}/{version}";

    /// <exception cref="MlflowAnswerException">It is none.</exception>
    public static ArtifactPlace Parse(string path)
    {
        // The web server leaves a slash that was escaped as it came.
        string[] parts = path.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Trim('/').Split('/');
        return parts switch
        {
            [Registered, var model, var version, .. var rest] when int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number) => new(null, model, number, string.Join('/', rest)),
            [_, "models", var id, Artifacts, .. var rest] => new(id, null, 0, string.Join('/', rest)),
            [_, var run, Artifacts, .. var rest] => new(run, null, 0, string.Join('/', rest)),
            _ => throw MlflowAnswerException.Invalid($"Invalid path '{path}'. Expected <experiment>/<run>/artifacts/<path>."),
        };
    }

    /// <summary>What the source of a registered version names; null where it lies elsewhere.</summary>
    public static ArtifactPlace? OfSource(string source)
    {
        if (source.StartsWith(Scheme, StringComparison.Ordinal))
        {
            string path = source[Scheme.Length..];

            // mlflow-artifacts://host:port/… names a server; its files are taken for ours.
            return Parse(path.StartsWith("//", StringComparison.Ordinal) ? path[2..][(path[2..].IndexOf('/', StringComparison.Ordinal) + 1)..] : path);
        }

        return source.Split(":/", 2) switch
        {
            ["runs", var path] when path.Trim('/').Split('/', 2) is [var run, .. var rest] => new(run, null, 0, string.Join('/', rest).Trim('/')),
            ["models", var id] when id.Trim('/').StartsWith("m-", StringComparison.Ordinal) => new(id.Trim('/').Split('/')[0], null, 0, string.Join('/', id.Trim('/').Split('/').Skip(1))),
            _ => null,
        };
    }
}
