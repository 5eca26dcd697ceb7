using System.Globalization;
using AiInfra.AspNetCore.Deployments;
using AiInfra.AspNetCore.Errors;
using AiInfra.Serving.Deployments;
using AiInfra.Serving.Runtimes;
using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Inference;

/// <summary>What a path names: a deployment and, where the path says so, one of its loaded versions.</summary>
internal readonly record struct InferTarget(Deployment Deployment, int? Version)
{
    /// <summary>What the version that is meant takes and gives: the one that the path names, otherwise the champion. Null where it is not loaded.</summary>
    public ModelSignature? Signature => Version is int version ? Deployment.SignatureOf(version) : Deployment.Signature;

    /// <exception cref="ErrorAnswerException">No such deployment (404), or the version is not a number (400).</exception>
    public static InferTarget Of(HttpContext context, IDeployments deployments)
    {
        string name = (string)context.Request.RouteValues["model"]!;

        Deployment deployment = DeploymentPath.Find(deployments, name) ?? throw Unknown(name, deployments);
        if (context.Request.RouteValues["version"] is not string version)
        {
            return new InferTarget(deployment, null);
        }

        return int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? new InferTarget(deployment, number)
            : throw ErrorAnswerException.BadRequest($"'{version}' is not a version: versions are whole numbers, for example 1.");
    }

    /// <summary>The loaded versions the path names: all, or the one it says.</summary>
    /// <exception cref="ErrorAnswerException">The version is not loaded (404), or nothing is (503).</exception>
    public IReadOnlyList<VersionView> Loaded()
    {
        DeploymentView view = Deployment.View();
        if (view.Versions.Count == 0)
        {
            throw new ErrorAnswerException(StatusCodes.Status503ServiceUnavailable, $"Model '{Deployment.Name}' is not ready: {view.Reason}");
        }

        if (Version is not int asked)
        {
            return view.Versions;
        }

        VersionView? found = view.Versions.FirstOrDefault(v => v.Version == asked);
        return found is null
            ? throw new ErrorAnswerException(StatusCodes.Status404NotFound, $"Model '{Deployment.Name}' has no version {asked} loaded; loaded are {string.Join(", ", view.Versions.Select(v => v.Version).Order())}.")
            : [found];
    }

    private static ErrorAnswerException Unknown(string name, IDeployments deployments)
    {
        string known = deployments.All.Count == 0 ? "There are none." : $"There are: {string.Join(", ", deployments.All.Take(20).Select(d => d.Name))}.";
        return new ErrorAnswerException(StatusCodes.Status404NotFound, $"Unknown model '{name}'. {known}");
    }
}
