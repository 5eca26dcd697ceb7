namespace AiInfra.Markup;

/// <summary>Lines over axes beside each other: a line is a trial or a run, and each axis runs from its least value below to its greatest above.</summary>
internal static class ParallelPicture
{
    private const double Width = 760;
    private const double Height = 300;
    private const double Last = 0.97;

    /// <summary>Draws them.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="title">Title.</param>
    /// <param name="axes">Names of the axes, with what is written at their ends; empty for nothing.</param>
    /// <param name="lines">Lines in the order they are drawn, the last above: places are shares of an axis; an axis that a line has no place on is left out of it.</param>
    /// <param name="note">What is said below.</param>
    public static void Write(Html html, string title, IReadOnlyList<(string Name, string Low, string High)> axes, IEnumerable<(string Style, IEnumerable<(int Axis, double Share)> Places, string Words)> lines, string note)
    {
        double At(int axis) => axes.Count > 1 ? Last * axis / (axes.Count - 1) : 0;
        var plane = new StudyPlane([.. axes.Select((a, i) => (At(i), StudyPlane.Short(a.Name)))], [], "", "", Width, Height);
        foreach ((string style, IEnumerable<(int Axis, double Share)> places, string words) in lines)
        {
            plane.Line(style, places.Select(p => (At(p.Axis), p.Share)), words);
        }

        for (int i = 0; i < axes.Count; i++)
        {
            if (axes[i].Low.Length > 0)
            {
                plane.Mark(At(i), 0.015, axes[i].Low).Mark(At(i), 0.985, axes[i].High);
            }
        }

        plane.Write(html, title, note, wide: true);
    }
}
