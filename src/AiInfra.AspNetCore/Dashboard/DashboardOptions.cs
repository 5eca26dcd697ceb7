using System.ComponentModel.DataAnnotations;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>How the page shows itself.</summary>
public sealed class DashboardOptions
{
    /// <summary>Title of the page.</summary>
    /// <value>Default "AiInfra".</value>
    [Required]
    public string Title { get; set; } = "AiInfra";

    /// <summary>Whether the page only shows: no rollback button, and rollbacks are refused (403).</summary>
    /// <value>Default false.</value>
    public bool ReadOnly { get; set; }

    /// <summary>Authorization policy that a rollback needs, beyond what the endpoints need anyway. Who meets it must have a name, for the audit.</summary>
    /// <value>Default null: the page only shows, but in the environment Development, where whoever sits at this machine may roll back.</value>
    public string? RollbackPolicy { get; set; }

    /// <summary>How often an open page looks again, in seconds; 0 for never.</summary>
    /// <value>Default 5.</value>
    [Range(0, 3600)]
    public int RefreshSeconds { get; set; } = 5;

    /// <summary>Most runs and events shown.</summary>
    /// <value>Default 30.</value>
    [Range(1, 500)]
    public int Rows { get; set; } = 30;
}
