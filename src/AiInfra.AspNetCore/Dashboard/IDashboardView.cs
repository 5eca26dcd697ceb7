using System.Text.Json;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>What a page has read and shows.</summary>
public interface IDashboardView
{
    /// <summary>Whether what it shows goes on changing, as a run that is under way: the page is sent anew as it changes, within a second or two.</summary>
    /// <value>Default false: an open page looks again as <see cref="DashboardOptions.RefreshSeconds"/> says.</value>
    bool IsLive => false;

    /// <summary>Writes the page's content as HTML, below its heading.</summary>
    void Write(PageWriter html);

    /// <summary>Writes the same as one JSON value.</summary>
    void WriteJson(Utf8JsonWriter json);
}
