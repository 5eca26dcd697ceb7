using System.Text.Json;
using AiInfra.AspNetCore.Dashboard.Parts;

namespace AiInfra.AspNetCore.Dashboard.Pages.Studies;

/// <summary>Studies, the newest first.</summary>
internal sealed class StudiesView(IReadOnlyList<StudyRow> studies) : IDashboardView
{
    public void Write(PageWriter html)
    {
        if (studies.Count == 0)
        {
            html.Empty("No study yet.");
            return;
        }

        html.Markup("<div class=\"card\">").Table("Studies", "study", "objectives", "made", "tags");
        foreach (StudyRow study in studies)
        {
            html.Markup("<tr><td><b>").Link(StudiesPage.At, study.Name, ("name", study.Name)).Add($"</b></td><td>{string.Join(", ", study.Directions)}</td><td>").Time(study.CreatedAt).Markup("</td><td class=\"pairs\">");
            html.Pairs(study.Tags.OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => (t.Key, t.Value)), 4).Markup("</td></tr>");
        }

        html.EndTable().Markup("</div>");
    }

    public void WriteJson(Utf8JsonWriter json) => JsonSerializer.Serialize(json, studies, StudyJson.Default.IReadOnlyListStudyRow);
}
