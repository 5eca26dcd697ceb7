using System.Text.Json;
using AiInfra.AspNetCore.Deployments;
using AiInfra.AspNetCore.Errors;
using AiInfra.AspNetCore.Security;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiInfra.AspNetCore.Dashboard.Changes;

/// <summary><c>POST /aiinfra/api/deployments/{name}/{action}</c>: what a button does.</summary>
/// <remarks>Pages of other sites cannot send it: they cannot set the header without the browser asking first, and <see cref="ChangeGuard"/> compares origin and host besides.</remarks>
internal sealed partial class ChangeEndpoint(DeploymentChange change, IDeployments? deployments, DashboardOptions options, ChangeGuard guard, ILogger logger)
{
    public const string Header = "X-AiInfra-Action";
    private const int MaxReason = 500;

    public async Task HandleAsync(HttpContext context)
    {
        if (await RefuseAsync(context).ConfigureAwait(false) is (int status, string why))
        {
            await JsonAnswer.ErrorAsync(context, status, why).ConfigureAwait(false);
            return;
        }

        ChangeRequest? asked = await ReadAsync(context).ConfigureAwait(false);
        string name = (string)context.Request.RouteValues["name"]!;
        if (asked?.Reason is not { } reason || string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason)
        {
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, $"Expected an object with a 'reason' of 1 to {MaxReason} characters.").ConfigureAwait(false);
        }
        else if (change.Missing(asked) is string missing)
        {
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status400BadRequest, missing).ConfigureAwait(false);
        }
        else if ((deployments is null ? null : DeploymentPath.Find(deployments, name)) is not Deployment deployment)
        {
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status404NotFound, $"This process has no deployment '{name}'.").ConfigureAwait(false);
        }
        else
        {
            await ChangeAsync(context, deployment, asked, reason.Trim(), guard.Actor(context.User)!).ConfigureAwait(false);
        }
    }

    private async Task ChangeAsync(HttpContext context, Deployment deployment, ChangeRequest asked, string reason, string actor)
    {
        try
        {
            await change.DoAsync(deployment, asked, actor, reason).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DeploymentException or CatalogConflictException)
        {
            LogRefused(logger, e, change.Action, deployment.Name, actor);
            await JsonAnswer.ErrorAsync(context, StatusCodes.Status409Conflict, e is DeploymentException refused ? refused.Reason : e.Message).ConfigureAwait(false);
            return;
        }

        DeploymentRecord? after = deployment.View().Record;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, new ChangeAnswer(deployment.Name, after?.Champion, after?.Previous, after?.Challenger, actor), ChangeJson.Default.ChangeAnswer, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<ChangeRequest?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, ChangeJson.Default.ChangeRequest, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<(int Status, string Why)?> RefuseAsync(HttpContext context)
    {
        if (options.ReadOnly)
        {
            return (StatusCodes.Status403Forbidden, "This page is read-only.");
        }

        if (guard.IsOpen && context.Request.Headers[Header] != change.Action)
        {
            return (StatusCodes.Status403Forbidden, $"Expected a request of this page's own, with the header {Header}: {change.Action}.");
        }

        return await guard.RefuseAsync(context).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 8006, Level = LogLevel.Warning, Message = "The change '{Action}' of {Deployment} that {Actor} asked for was not possible.")]
    private static partial void LogRefused(ILogger logger, Exception e, string action, string deployment, string actor);
}
