using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Deployments;

/// <summary>Whether the deployments of a host can answer.</summary>
/// <param name="Problems">One sentence for each deployment that should answer and cannot. What was unloaded by request should not.</param>
/// <param name="IsReady">Whether the host should get requests all the same.</param>
internal readonly record struct Readiness(IReadOnlyList<string> Problems, bool IsReady)
{
    public static Readiness Of(IDeployments deployments)
    {
        var problems = new List<string>();
        bool anyAnswers = false;
        bool anyWaits = false;
        bool anyMissed = false;
        foreach (Deployment deployment in deployments.All)
        {
            if (deployment.Status == DeploymentStatus.Ready)
            {
                anyAnswers = true;
            }
            else if (Problem(deployment) is string problem)
            {
                problems.Add(problem);
                DeploymentView view = deployment.View();
                bool waits = view.Optional is null && HasNoChampion(view);
                anyWaits |= waits;
                anyMissed |= !waits && view.Optional != true;
            }
        }

        // Without a champion a deployment answers on no host; this one is out of service for that only where it has nothing else to do.
        return new Readiness(problems, !anyMissed && (anyAnswers || !anyWaits));
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

    private static bool HasNoChampion(DeploymentView view) => view is { Status: DeploymentStatus.Unavailable, Record: { Champion: null } };

    /// <summary>Unloading keeps the record; a deployment that was never started has none.</summary>
    private static bool IsUnloadedByRequest(DeploymentView view) => view.Status == DeploymentStatus.Unloaded && view.Record is not null;
}
