using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>What a page is asked: the query of its address, the time, and how much it may show.</summary>
public sealed class DashboardRequest
{
    private const int LongestValue = 1000;
    private readonly IQueryCollection? _query;

    /// <summary>Creates a request.</summary>
    /// <param name="query">The query of the address; null for none.</param>
    public DashboardRequest(IQueryCollection? query = null) => _query = query;

    /// <summary>Now, UTC: ages on a page count from here.</summary>
    public DateTimeOffset At { get; init; } = DateTimeOffset.UtcNow;

    /// <summary>Most rows of what grows with time.</summary>
    /// <value>Default 30, from <see cref="DashboardOptions.Rows"/>.</value>
    public int Rows { get; init; } = 30;

    /// <summary>Whether somebody may change something here: otherwise a page shows no buttons.</summary>
    /// <value>Default false.</value>
    public bool MayChange { get; init; }

    /// <summary>The way from the address in the browser to the dashboard's first page: "", "../", "aiinfra/"… Links are relative, so that they hold behind any proxy.</summary>
    /// <value>Default empty.</value>
    public string ToRoot { get; init; } = "";

    /// <summary>A value of the query, trimmed; null where it is not there, empty, or longer than 1,000 characters.</summary>
    public string? this[string name] => _query is not null && _query.TryGetValue(name, out var values) && values.ToString().Trim() is { Length: > 0 and <= LongestValue } value ? value : null;

    /// <summary>A whole number of the query that is not negative; null where it is not there or is something else.</summary>
    public long? Number(string name) => long.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    internal int? Whole(string name) => Number(name) is long number and <= int.MaxValue ? (int)number : null;

    /// <summary>The relative address of a page.</summary>
    /// <param name="path">Its <see cref="IDashboardPage.Path"/>.</param>
    /// <param name="query">Names and values; those without a value are left out.</param>
    public string Link(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        ArgumentNullException.ThrowIfNull(path);
        var text = new StringBuilder(ToRoot.Length == 0 && path.Length == 0 ? "./" : ToRoot).Append(path);
        char mark = '?';
        foreach ((string name, string? value) in query)
        {
            if (!string.IsNullOrEmpty(value))
            {
                text.Append(mark).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
                mark = '&';
            }
        }

        return text.ToString();
    }
}
