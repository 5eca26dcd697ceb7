namespace AiInfra.Serving.Deployments;

/// <summary>Whether a deployment can answer.</summary>
public enum DeploymentStatus : byte
{
    /// <summary>Nothing is loaded: not started, or unloaded by request.</summary>
    Unloaded,

    /// <summary>The first version is being loaded.</summary>
    Loading,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It should answer and cannot: no champion yet, or the champion does not load.</summary>
    Unavailable,
}
