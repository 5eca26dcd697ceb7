namespace AiInfra.AspNetCore.Dashboard;

/// <summary>How the dashboard shows itself.</summary>
public sealed class DashboardOptions : ICheckedOptions
{
    /// <summary>Title of all pages.</summary>
    /// <value>Default "AiInfra".</value>
    public string Title { get; set; } = "AiInfra";

    /// <summary>Whether the dashboard only shows: no buttons, and every change is refused (403).</summary>
    /// <value>Default false.</value>
    public bool ReadOnly { get; set; }

    /// <summary>Authorization policy that a change needs (promotion, rollback, withdrawal), beyond what the endpoints need anyway. Who meets it must have a name, for the audit.</summary>
    /// <value>Default null: the dashboard only shows, but in the environment Development, where whoever sits at this machine may change what answers.</value>
    public string? ChangePolicy { get; set; }

    /// <summary>How often an open page looks again, in seconds; 0 for never. It reads that page alone.</summary>
    /// <value>Default 5; at most 3600.</value>
    public int RefreshSeconds { get; set; } = 5;

    /// <summary>Most rows of a list on a page; the rest is behind a link.</summary>
    /// <value>Default 30; 1 to 500.</value>
    public int Rows { get; set; } = 30;

    /// <inheritdoc />
    public IEnumerable<string> Faults() => new OptionFaults()
        .Text(Title)
        .Between(RefreshSeconds, 0, 3600)
        .Between(Rows, 1, 500);
}
