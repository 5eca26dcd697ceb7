using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace AiInfra.AspNetCore.Security;

/// <summary>Who may change something over HTTP: those who have a name and meet the policy that the host names; without one nobody, and in development whoever sits at the machine.</summary>
internal sealed class ChangeGuard
{
    private readonly AllowedHosts _hosts;
    private readonly AuthorizationPolicy? _policy;
    private readonly bool _development;
    private readonly string _option;

    /// <param name="services">The host's services.</param>
    /// <param name="policy">Name of the policy; null for none.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <exception cref="InvalidOperationException">There is no such policy.</exception>
    public ChangeGuard(IServiceProvider services, string? policy, string option)
    {
        _hosts = new AllowedHosts(services);
        _option = option;
        _development = (services.GetService<IWebHostEnvironment>() ?? services.GetService<IHostEnvironment>())?.IsDevelopment() == true;
        if (policy is not null)
        {
            // Asked at the start, where an error is seen by whoever made it.
            IAuthorizationPolicyProvider policies = services.GetService<IAuthorizationPolicyProvider>()
                ?? throw new InvalidOperationException($"{option} names the policy '{policy}', but the host has no authorization. Call services.AddAuthorization(…).");
            _policy = policies.GetPolicyAsync(policy).GetAwaiter().GetResult()
                ?? throw new InvalidOperationException($"{option} names the policy '{policy}', which the host does not have. Add it with services.AddAuthorizationBuilder().AddPolicy(\"{policy}\", …).");
        }
    }

    /// <summary>Whether a policy decides.</summary>
    public bool HasPolicy => _policy is not null;

    /// <summary>Whether anybody may change anything.</summary>
    public bool IsOpen => HasPolicy || _development;

    /// <summary>Who is asking, as the audit should name him; null where nobody can tell.</summary>
    public string? Actor(ClaimsPrincipal user)
    {
        if (user.Identity is { IsAuthenticated: true } identity)
        {
            string? name = identity.Name ?? user.FindFirstValue(ClaimTypes.NameIdentifier) ?? user.FindFirstValue("sub");
            return string.IsNullOrWhiteSpace(name) ? null : name;
        }

        return HasPolicy ? null : $"{Environment.UserName} (development)";
    }

    /// <summary>Why a request may not change anything, or null.</summary>
    public async Task<(int Status, string Why)?> RefuseAsync(HttpContext context)
    {
        if (!IsOpen)
        {
            return (StatusCodes.Status403Forbidden, $"Nobody may change anything here until the host names a policy: {_option}.");
        }

        if (!_hosts.Allows(context.Request.Host))
        {
            return (StatusCodes.Status403Forbidden, AllowedHosts.Refusal(context.Request.Host));
        }

        if (!IsOwn(context.Request))
        {
            return (StatusCodes.Status403Forbidden, "Expected a request that no other site's page sends.");
        }

        if (_policy is null)
        {
            return context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from)
                ? null
                : (StatusCodes.Status403Forbidden, $"Without a policy ({_option}) changes are only taken from this machine itself, in development.");
        }

        IPolicyEvaluator evaluator = context.RequestServices.GetRequiredService<IPolicyEvaluator>();
        var authenticated = await evaluator.AuthenticateAsync(_policy, context).ConfigureAwait(false);
        PolicyAuthorizationResult result = await evaluator.AuthorizeAsync(_policy, authenticated, context, null).ConfigureAwait(false);
        if (!result.Succeeded)
        {
            return (result.Challenged ? StatusCodes.Status401Unauthorized : StatusCodes.Status403Forbidden, "You may not change anything here.");
        }

        // Audit and log name who did it, so somebody must be known even where the policy lets everybody in.
        return Actor(context.User) is not null ? null
            : context.User.Identity?.IsAuthenticated == true ? (StatusCodes.Status403Forbidden, "Your sign-in gives no name for the audit.")
            : (StatusCodes.Status401Unauthorized, "Sign in: the audit names who changes something.");
    }

    /// <summary>Browsers say whose page sends a request, and pages cannot change what they say. Older ones only name the origin, whose host and port must then be ours; the scheme may differ behind a proxy that ends TLS. Programs say neither.</summary>
    private static bool IsOwn(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            // "none" is a person at the address bar, which sends no POST.
            return site == "same-origin";
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri) && string.Equals(uri.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
