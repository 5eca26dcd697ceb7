namespace AiInfra.Serving.Deployments;

/// <summary>The deployments of a host.</summary>
public interface IDeployments
{
    /// <summary>All deployments, by name.</summary>
    IReadOnlyList<Deployment> All { get; }

    /// <summary>A deployment, or null.</summary>
    Deployment? Find(string name);

    /// <summary>A deployment.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; the message lists those there are.</exception>
    Deployment Get(string name);
}
