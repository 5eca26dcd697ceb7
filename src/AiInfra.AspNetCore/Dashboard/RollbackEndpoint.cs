using System.Security.Claims;
using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Views;
using AiInfra.Core.Catalog;
using AiInfra.Serving.Deployments;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary><c>POST /aiinfra/api/deployments/{name}/rollback</c>: what the button does.</summary>
/// <remarks>Pages of other sites cannot send it: they cannot set the header without the browser asking first, and the origin is compared besides.</remarks>
internal sealed class RollbackEndpoint(IDeployments? deployments, IOptions<DashboardOptions> options)
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
        else if (deployments?.Find(name) is not Deployment deployment)
        {
            await ErrorAsync(context, StatusCodes.Status404NotFound, $"This process has no deployment '{name}'.").ConfigureAwait(false);
        }
        else
        {
            await RollBackAsync(context, deployment, wish, reason.Trim()).ConfigureAwait(false);
        }
    }

    private static async Task RollBackAsync(HttpContext context, Deployment deployment, RollbackWish wish, string reason)
    {
        DeploymentRecord? before = deployment.View().Record;
        if ((wish.From is int from && before?.Champion != from) || (wish.To is int to && before?.Previous != to))
        {
            await ErrorAsync(context, StatusCodes.Status409Conflict, $"Deployment '{deployment.Name}' has changed since the page was loaded: champion {before?.Champion}, previous {before?.Previous}. Look again.").ConfigureAwait(false);
            return;
        }

        string actor = Actor(context.User);
        try
        {
            // Not cancelled with the request: a rollback that somebody asked for is done.
            await deployment.RollBackAsync(actor, reason, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DeploymentException or CatalogConflictException)
        {
            await ErrorAsync(context, StatusCodes.Status409Conflict, e.Message).ConfigureAwait(false);
            return;
        }

        DeploymentRecord? after = deployment.View().Record;
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(context.Response.Body, new RollbackAnswer(deployment.Name, after?.Champion, after?.Previous, actor), DashboardJson.Default.RollbackAnswer, context.RequestAborted).ConfigureAwait(false);
    }

    private static string Actor(ClaimsPrincipal user) => user.Identity is not { IsAuthenticated: true } identity
        ? "page, not signed in"
        : identity.Name ?? user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue("sub") ?? "page, signed in without a name";

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

    private static async Task ErrorAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var json = new Utf8JsonWriter(context.Response.BodyWriter, Inference.JsonAnswer.Readable);
        await using (json.ConfigureAwait(false))
        {
            json.WriteStartObject();
            json.WriteString("error", message);
            json.WriteEndObject();
        }
    }

    private async Task<(int Status, string Why)?> RefuseAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (options.Value.ReadOnly)
        {
            return (StatusCodes.Status403Forbidden, "This page is read-only.");
        }

        if (request.Headers[Header] != "rollback" || !IsOwn(request))
        {
            return (StatusCodes.Status403Forbidden, $"Expected a request of this page's own, with the header {Header}: rollback.");
        }

        if (options.Value.RollbackPolicy is string policy)
        {
            AuthorizationResult result = await context.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, null, policy).ConfigureAwait(false);
            if (!result.Succeeded)
            {
                return (context.User.Identity?.IsAuthenticated == true ? StatusCodes.Status403Forbidden : StatusCodes.Status401Unauthorized, "You may not roll back.");
            }
        }

        return null;
    }

    /// <summary>Browsers say whose page sends a request, and pages cannot change what they say. Older ones only name the origin, whose host and port must then be ours; the scheme may differ behind a proxy that ends TLS.</summary>
    private static bool IsOwn(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site == "same-origin";
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
