using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Views;
using AiInfra.AspNetCore.Inference;
using AiInfra.AspNetCore.Security;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary><c>POST /aiinfra/api/deployments/{name}/rollback</c>: what the button does.</summary>
/// <remarks>Pages of other sites cannot send it: they cannot set the header without the browser asking first, and <see cref="ChangeGuard"/> compares origin and host besides.</remarks>
internal sealed partial class RollbackEndpoint(IDeployments? deployments, DashboardOptions options, ChangeGuard guard, ILogger logger)
{
    public const string Header = "X-AiInfra-Action";
    private const int MaxReason = 500;

    public async Task HandleAsync(HttpContext context)
    {
        if (await RefuseAsync(context).ConfigureAwait(false) is (int status, string why))
        {
            await ErrorAsync(context, status, why).ConfigureAwait(false);
            return;
        }

        RollbackWish? wish = await ReadAsync(context).ConfigureAwait(false);
        string name = (string)context.Request.RouteValues["name"]!;
        if (wish?.Reason is not { } reason || string.IsNullOrWhiteSpace(reason) || reason.Length > MaxReason)
        {
            await ErrorAsync(context, StatusCodes.Status400BadRequest, $"Expected an object with a 'reason' of 1 to {MaxReason} characters.").ConfigureAwait(false);
        }
        else if ((deployments is null ? null : InferTarget.Find(deployments, name)) is not Deployment deployment)
        {
            await ErrorAsync(context, StatusCodes.Status404NotFound, $"This process has no deployment '{name}'.").ConfigureAwait(false);
        }
        else
        {
            await RollBackAsync(context, deployment, wish, reason.Trim(), guard.Actor(context.User)!).ConfigureAwait(false);
        }
    }

    private async Task RollBackAsync(HttpContext context, Deployment deployment, RollbackWish wish, string reason, string actor)
    {
        try
        {
            // Not cancelled with the request: a rollback that somebody asked for is done.
            await deployment.RollBackAsync(actor, reason, wish.From, wish.To, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DeploymentException or CatalogConflictException)
        {
            LogRefused(logger, e, deployment.Name, actor);
            await ErrorAsync(context, StatusCodes.Status409Conflict, e is DeploymentException refused ? refused.Reason : e.Message).ConfigureAwait(false);
            return;
        }

        DeploymentRecord? after = deployment.View().Record;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, new RollbackAnswer(deployment.Name, after?.Champion, after?.Previous, actor), DashboardJson.Default.RollbackAnswer, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task<RollbackWish?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, DashboardJson.Default.RollbackWish, context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static Task ErrorAsync(HttpContext context, int status, string message) => JsonAnswer.SendAsync(context, status, json =>
    {
        json.WriteStartObject();
        json.WriteString("error", message);
        json.WriteEndObject();
    });

    private async Task<(int Status, string Why)?> RefuseAsync(HttpContext context)
    {
        if (options.ReadOnly)
        {
            return (StatusCodes.Status403Forbidden, "This page is read-only.");
        }

        if (guard.IsOpen && context.Request.Headers[Header] != "rollback")
        {
            return (StatusCodes.Status403Forbidden, $"Expected a request of this page's own, with the header {Header}: rollback.");
        }

        return await guard.RefuseAsync(context).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 8006, Level = LogLevel.Warning, Message = "The rollback of {Deployment} that {Actor} asked for was not possible.")]
    private static partial void LogRefused(ILogger logger, Exception e, string deployment, string actor);
}
