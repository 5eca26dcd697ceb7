using AiInfra.Core.Artifacts;
using AiInfra.Serving.Runtimes;

namespace AiInfra.Serving.Deployments;

/// <summary>A change of a deployment is not possible: the version is not there, does not load, or there is nothing to go back to. Nothing was changed.</summary>
public sealed class DeploymentException(string message, Exception? inner = null) : AiInfraException(message, inner)
{
    /// <summary>Why, for those outside: without paths, digests and the words of a runtime, which the message may hold.</summary>
    public string Reason => InnerException switch
    {
        null => Message,
        ArtifactDamagedException => "the version's file is damaged.",
        RuntimeMissingException => "the native runtime is missing.",
        ModelLoadException => "the version is no model that this host can load.",
        _ => "its loading failed.",
    };
}
