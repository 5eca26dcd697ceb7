using AiInfra.Serving.Deployments;

namespace AiInfra.AspNetCore.Dashboard.Changes;

/// <summary>A change of a deployment that a button asks for.</summary>
/// <param name="Action">Its name in the path and in the header.</param>
/// <param name="Missing">What a request lacks, in words; null where it is whole.</param>
/// <param name="DoAsync">Makes it: deployment, request, actor, reason.</param>
internal sealed record DeploymentChange(string Action, Func<ChangeRequest, string?> Missing, Func<Deployment, ChangeRequest, string, string, Task> DoAsync)
{
    // None is cancelled with the request: a change that somebody asked for is done.
    public static IReadOnlyList<DeploymentChange> All { get; } =
    [
        new(
            "rollback",
            _ => null,
            (deployment, asked, actor, reason) => deployment.RollBackAsync(actor, reason, asked.From, asked.To, CancellationToken.None)),
        new(
            "promote",
            asked => asked.Version is null ? "Expected the 'version' to promote, a whole number." : null,
            (deployment, asked, actor, reason) => deployment.PromoteAsync(asked.Version!.Value, asked.From, actor, reason, asked.AllowOtherSignature, CancellationToken.None)),
        new(
            "withdraw",
            asked => asked.From is null ? "Expected the challenger that is meant to go in 'from', a whole number." : null,
            (deployment, asked, actor, reason) => deployment.WithdrawChallengerAsync(asked.From!.Value, actor, reason, CancellationToken.None)),
    ];
}
