using System.Text;
using Automation.Local.Commands;

Console.OutputEncoding = Encoding.UTF8;
return await CommandLine.RunAsync(args, Console.Out, Console.Error, TimeProvider.System);
