using System.Text;
using System.Text.RegularExpressions;

namespace AiInfra.Architecture.Tests;

/// <summary>docs/architecture.md draws what stands. Run with AIINFRA_WRITE=1 to draw it anew.</summary>
public sealed partial class DrawingTests
{
    private const string Page = "docs/architecture.md";

    [Fact]
    public void Drawing_OfTheHouse_IsWhatStands()
    {
        string path = Repository.Path(Page), text = File.ReadAllText(path);
        Match block = Generated().Match(text);
        Assert.True(block.Success, $"{Page} has no block between <!-- drawn --> and <!-- /drawn -->.");
        string drawn = Draw();
        if (Repository.Writes)
        {
            File.WriteAllText(path, text[..block.Groups[1].Index] + drawn + text[(block.Groups[1].Index + block.Groups[1].Length)..]);
            return;
        }

        Assert.True(drawn == block.Groups[1].Value, $"{Page} draws another house than the one under src. Draw it anew: AIINFRA_WRITE=1 dotnet test --project tests/AiInfra.Architecture.Tests");
    }

    [Fact]
    public void Rooms_AllUnderSrc_AreNamedOnThePage()
    {
        string text = File.ReadAllText(Repository.Path(Page));
        var faults = new List<string>();
        foreach (Package package in House.Built.Packages.Values)
        {
            Match row = Regex.Match(text, @"^\| `" + Regex.Escape(package.Name) + @"` \| (.*) \|\s*$", RegexOptions.Multiline);
            if (!row.Success)
            {
                faults.Add($"{package.Name} has no row in the table of rooms");
                continue;
            }

            if (House.OneRoom.Contains(package.Name))
            {
                continue;
            }

            string[] rooms = [.. package.Rooms.Where(r => r != House.RootRoom)];
            string[] named = [.. RoomName().Matches(" · " + row.Groups[1].Value).Select(m => m.Groups[1].Value)];
            faults.AddRange(rooms.Except(named).Select(r => $"{package.Name}: the room {r} is missing"));
            faults.AddRange(named.Except(rooms).Select(r => $"{package.Name}: there is no room {r}"));
        }

        Assert.True(faults.Count == 0, $"{Page}, table of rooms:{Environment.NewLine}{string.Join(Environment.NewLine, faults)}");
    }

    private static string Draw()
    {
        House house = House.Built;
        var text = new StringBuilder("\n```\n");
        foreach (var floor in house.Packages.Values.GroupBy(p => house.Level(p.Name)).OrderByDescending(g => g.Key))
        {
            foreach (Package package in floor)
            {
                text.Append(package.Name.PadRight(24));
                text.Append(package.References.Count == 0 ? "stands on the ground" : "→ " + string.Join(", ", Direct(package).Select(Short)));
                text.Append('\n');
            }

            text.Append('\n');
        }

        text.Length--;
        text.Append("```\n\nRooms, the upper ones first; a room uses only what stands below it.\n\n```\n");
        foreach (Package package in house.Packages.Values.Where(p => !House.OneRoom.Contains(p.Name)))
        {
            text.Append(package.Name).Append('\n');
            foreach (IReadOnlyList<string> floor in (package.Floors() ?? []).Reverse())
            {
                foreach (string room in floor.Where(r => r != House.RootRoom || package.Rooms.Count() > 1))
                {
                    string[] uses = [.. package.UsedBy(room)];
                    text.Append("   ").Append(room.PadRight(16)).Append(uses.Length == 0 ? "" : " → " + string.Join(", ", uses)).Append('\n');
                }
            }
        }

        return text.Append("```\n").ToString().Replace(" \n", "\n");
    }

    private static string Short(string package) => package.StartsWith("AiInfra.", StringComparison.Ordinal) ? package["AiInfra.".Length..] : package;

    // What a reference brings along anyway is not drawn twice.
    private static IEnumerable<string> Direct(Package package) => package.References
        .Where(r => !package.References.Any(other => other != r && Below(other).Contains(r))).Order(StringComparer.Ordinal);

    private static HashSet<string> Below(string package) => [.. House.Built.Packages[package].References.SelectMany(r => Below(r).Append(r))];

    [GeneratedRegex(@"<!-- drawn -->([\s\S]*?)<!-- /drawn -->")]
    private static partial Regex Generated();

    [GeneratedRegex(@" · `(\w+)`")]
    private static partial Regex RoomName();
}
