using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Health;

/// <summary>Whether the deployments of a host can answer.</summary>
internal static class Readiness
{
    /// <summary>Why not, one sentence for each deployment that should answer and cannot. What was unloaded by request should not.</summary>
    public static IReadOnlyList<string> Problems(IDeployments deployments)
    {
        var problems = new List<string>();
        foreach (Deployment deployment in deployments.All)
        {
            if (Problem(deployment) is string problem)
            {
                problems.Add(problem);
            }
        }

        return problems;
    }

    /// <summary>Why a deployment is not ready, or null.</summary>
    public static string? Problem(Deployment deployment)
    {
        if (deployment.Status == DeploymentStatus.Ready)
        {
            return null;
        }

        DeploymentView view = deployment.View();
        return view.Status == DeploymentStatus.Ready || IsUnloadedByRequest(view) ? null : $"Deployment '{deployment.Name}' is not ready: {view.Reason}";
    }

    /// <summary>Unloading keeps the record; a deployment that was never started has none.</summary>
    private static bool IsUnloadedByRequest(DeploymentView view) => view.Status == DeploymentStatus.Unloaded && view.Record is not null;
}
