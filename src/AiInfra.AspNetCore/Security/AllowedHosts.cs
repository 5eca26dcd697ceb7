using System.Net;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AiInfra.AspNetCore.Security;

/// <summary>The names under which this host may be asked for what a browser shows or changes.</summary>
/// <remarks>
/// A page of another site whose name is made to point here (DNS rebinding) is, to the browser, of one origin with this host; only the name in the request gives it away.
/// Addresses and names without a dot can't be such a site's. Other names are those of ASP.NET Core's own setting <c>AllowedHosts</c>.
/// </remarks>
internal sealed class AllowedHosts
{
    private readonly string[] _patterns;

    public AllowedHosts(IServiceProvider services)
    {
        IEnumerable<string> named = services.GetService<IOptions<HostFilteringOptions>>()?.Value.AllowedHosts ?? [];
        string[] configured = services.GetService<IConfiguration>()?["AllowedHosts"]?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

        // "*" is what a new project is made with; nobody meant this page by it.
        _patterns = [.. named.Concat(configured).Where(p => p != "*").Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    public bool Allows(HostString host)
    {
        string name = host.Host;
        return name.Length == 0
            || !name.Contains('.', StringComparison.Ordinal)
            || IPAddress.TryParse(name.Trim('[', ']'), out _)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || Array.Exists(_patterns, p => Matches(p, name));
    }

    public static string Refusal(HostString host) => $"This host does not go by the name '{host.Host}' here. Where it should, list it in ASP.NET Core's setting AllowedHosts.";

    private static bool Matches(string pattern, string name) => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? name.Length > pattern.Length - 1 && name.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase)
        : string.Equals(pattern, name, StringComparison.OrdinalIgnoreCase);
}
