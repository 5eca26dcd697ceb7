namespace AiInfra.AspNetCore.Mlflow;

/// <summary>How the host serves MLflow's API.</summary>
public sealed class MlflowServerOptions : ICheckedOptions
{
    /// <summary>Authorization policy that a change needs: logging a run, a file or a model. Who meets it must have a name; MLflow's clients send Basic credentials (MLFLOW_TRACKING_USERNAME, MLFLOW_TRACKING_PASSWORD) or a Bearer token (MLFLOW_TRACKING_TOKEN), which the host's authentication reads.</summary>
    /// <value>Default null: the API only reads, but in the environment Development, where whoever sits at this machine may log.</value>
    public string? ChangePolicy { get; set; }

    /// <summary>Most bytes of a file that a client uploads; more are refused with 413.</summary>
    /// <value>10 GiB; at least 1.</value>
    public long MaxArtifactBytes { get; set; } = 10L << 30;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults().AtLeast(MaxArtifactBytes, 1);
}
