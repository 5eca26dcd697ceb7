using System.Text.Json;

namespace AiInfra.AspNetCore.Dashboard;

/// <summary>What a page has read and shows.</summary>
public interface IDashboardView
{
    /// <summary>Writes the page's content as HTML, below its heading.</summary>
    void Write(PageWriter html);

    /// <summary>Writes the same as one JSON value.</summary>
    void WriteJson(Utf8JsonWriter json);
}
