using System.Globalization;
using System.Text.RegularExpressions;

namespace AiInfra.Packages.Tests;

/// <summary>A fresh console project over the packages.</summary>
public sealed partial class TrainAndServeTests(PackedFeed feed)
{
    [Fact]
    public async Task Consumer_TrainsExportsAndServes()
    {
        Assert.SkipWhen(feed.Absent is not null, feed.Absent ?? "");
        await Tool.DotnetAsync(feed.Folder("Train"), "build", "--no-restore", "-o", "out", "--nologo", "-v", "q");
        string output = await Tool.DotnetAsync(feed.Folder("Train"), "exec", Path.Combine("out", "Train.dll"), "store");
        Match line = Line().Match(output);
        Assert.True(line.Success, output);
        Assert.Equal("200", line.Groups["agree"].Value);
        Assert.InRange(int.Parse(line.Groups["right"].Value, CultureInfo.InvariantCulture), 180, 200);
    }

    [GeneratedRegex(@"version 1: served 200, agree (?<agree>\d+), right (?<right>\d+)")]
    private static partial Regex Line();
}
