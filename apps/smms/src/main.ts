process.stdout.write('smms\n');
