namespace AiInfra.Core.Artifacts;

/// <summary>How garbage collection of artifacts works.</summary>
public sealed class ArtifactCollectorOptions
{
    /// <summary>Artifacts put within this time stay, so that work in progress keeps what it has not yet recorded in the catalog.</summary>
    /// <value>One day. Make it longer than the longest run that puts artifacts before it records them.</value>
    public TimeSpan Grace { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Only report what would go.</summary>
    /// <value>False.</value>
    public bool DryRun { get; set; }
}
